namespace Opml.Ethereum.Abi;

/// <summary>An ABI type, with its canonical name as selectors and topics are computed from it.</summary>
public sealed class AbiType
{
    /// <summary>The longest head, in bytes, that a type may have; beyond it a static array is refused.</summary>
    public const int MaxHeadSize = 1 << 24;

    internal AbiType(AbiKind kind, string name, int size = 0, AbiType? element = null, IReadOnlyList<AbiParameter>? components = null)
    {
        Kind = kind;
        Name = name;
        Size = size;
        Element = element;
        Components = components ?? [];
        IsDynamic = kind switch
        {
            AbiKind.Bytes or AbiKind.String or AbiKind.Array => true,
            AbiKind.FixedArray => element!.IsDynamic,
            AbiKind.Tuple => Components.Any(c => c.Type.IsDynamic),
            _ => false,
        };
        HeadSize = StaticSize();
    }

    /// <summary>The family.</summary>
    public AbiKind Kind { get; }

    /// <summary>The canonical name: <c>uint256</c>, <c>(address,bytes32[2])[]</c>.</summary>
    public string Name { get; }

    /// <summary>The bits of an integer, the bytes of fixed bytes, the length of a fixed array; otherwise 0.</summary>
    public int Size { get; }

    /// <summary>What an array holds.</summary>
    public AbiType? Element { get; }

    /// <summary>What a tuple holds.</summary>
    public IReadOnlyList<AbiParameter> Components { get; }

    /// <summary>Whether its encoding stands in the tail, behind an offset.</summary>
    public bool IsDynamic { get; }

    /// <summary>Bytes in the head: 32 for the offset of a dynamic type, the whole encoding of a static one.</summary>
    internal int HeadSize { get; }

    /// <summary>Reads a type as Solidity writes it in a signature, tuples in parentheses: <c>(uint8 kind, bytes data)[4]</c>.</summary>
    /// <exception cref="AbiException">The text is no such type.</exception>
    public static AbiType Parse(string text) => AbiTypeParser.ParseType(text);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private int StaticSize()
    {
        if (IsDynamic)
            return 32;

        var size = Kind switch
        {
            AbiKind.FixedArray => (long)Size * Element!.HeadSize,
            AbiKind.Tuple => Components.Sum(c => (long)c.Type.HeadSize),
            _ => 32,
        };
        return size <= MaxHeadSize
            ? (int)size
            : throw new AbiException($"The ABI type {Name} takes {size} bytes: at most {MaxHeadSize} are allowed.");
    }
}
