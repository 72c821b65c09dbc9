namespace Opml.Ethereum.Abi;

/// <summary>An input, output, event field or tuple component.</summary>
/// <param name="Name">The name, empty when it has none.</param>
/// <param name="Type">The type.</param>
/// <param name="Indexed">For an event's field: whether it is a topic.</param>
public sealed record AbiParameter(string Name, AbiType Type, bool Indexed = false)
{
    /// <summary>Reads a list as it stands between the parentheses of a declaration: <c>uint256 indexed id, bytes data</c>.</summary>
    /// <exception cref="AbiException">The text is no such list.</exception>
    public static IReadOnlyList<AbiParameter> ParseList(string text) => AbiTypeParser.ParseList(text);

    /// <inheritdoc/>
    public override string ToString() => Name.Length == 0 ? Type.Name : $"{Type.Name} {Name}";

    internal static string Join(IReadOnlyList<AbiParameter> parameters) =>
        "(" + string.Join(',', parameters.Select(p => p.Type.Name)) + ")";
}
