using System.Globalization;

namespace Opml.Ethereum;

/// <summary>Which block a question is about. The default value is the latest block.</summary>
public readonly record struct BlockTag
{
    private readonly string? _name;
    private readonly ulong _number;

    private BlockTag(string? name, ulong number)
    {
        _name = name;
        _number = number;
    }

    /// <summary>The head of the chain.</summary>
    public static BlockTag Latest => default;

    /// <summary>The block that the node would build from its pool.</summary>
    public static BlockTag Pending => new("pending", 0);

    /// <summary>The genesis block.</summary>
    public static BlockTag Earliest => new("earliest", 0);

    /// <summary>The newest block that a reorganisation is not expected to reach.</summary>
    public static BlockTag Safe => new("safe", 0);

    /// <summary>The newest block that the consensus has finalised.</summary>
    public static BlockTag Finalized => new("finalized", 0);

    /// <summary>The block number, or null for a named block.</summary>
    public ulong? BlockNumber => _name == "number" ? _number : null;

    /// <summary>The block of this number.</summary>
    public static BlockTag Number(ulong number) => new("number", number);

    /// <summary>The block of this number.</summary>
    public static implicit operator BlockTag(ulong number) => Number(number);

    /// <summary>As JSON-RPC spells it: a name, or the number as a quantity.</summary>
    public override string ToString() => _name switch
    {
        null => "latest",
        "number" => "0x" + _number.ToString("x", CultureInfo.InvariantCulture),
        _ => _name,
    };
}
