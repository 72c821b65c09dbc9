namespace Opml.Ethereum.Abi;

/// <summary>A custom error of a contract.</summary>
/// <param name="Name">The name.</param>
/// <param name="Inputs">The parameters.</param>
public sealed record AbiError(string Name, IReadOnlyList<AbiParameter> Inputs)
{
    /// <summary>The canonical signature.</summary>
    public string Signature { get; } = Name + AbiParameter.Join(Inputs);

    /// <summary>The selector.</summary>
    public Selector Selector { get; } = Selector.Of(Name + AbiParameter.Join(Inputs));

    /// <summary>Reads a declaration: <c>TooLate(uint64 deadline)</c>, with or without <c>error</c> in front.</summary>
    /// <exception cref="AbiException">The text is no declaration.</exception>
    public static AbiError Parse(string declaration)
    {
        var text = declaration.Trim();
        var (name, inputs, rest) = AbiTypeParser.ParseSignature(
            text.StartsWith("error ", StringComparison.Ordinal) ? text["error ".Length..] : text);
        return rest.Length == 0 ? new AbiError(name, inputs) : throw new AbiException($"'{rest}' after the error '{name}' is not understood.");
    }

    /// <summary>Revert data: the selector and the arguments.</summary>
    /// <exception cref="AbiException">The arguments do not fit.</exception>
    public byte[] Encode(params IReadOnlyList<object?> arguments) => AbiEncoder.Encode(Inputs, arguments, Selector.ToArray());
}
