namespace Opml.Ethereum.Abi;

/// <summary>A function of a contract.</summary>
/// <param name="Name">The name.</param>
/// <param name="Inputs">The parameters.</param>
/// <param name="Outputs">What it returns.</param>
/// <param name="Mutability">What it may do with the state.</param>
public sealed record AbiFunction(
    string Name, IReadOnlyList<AbiParameter> Inputs, IReadOnlyList<AbiParameter> Outputs, StateMutability Mutability)
{
    /// <summary>The canonical signature.</summary>
    public string Signature { get; } = Name + AbiParameter.Join(Inputs);

    /// <summary>The selector.</summary>
    public Selector Selector { get; } = Selector.Of(Name + AbiParameter.Join(Inputs));

    /// <summary>Reads a declaration: <c>balanceOf(address owner) returns (uint256)</c>, with or without <c>function</c> in front.</summary>
    /// <exception cref="AbiException">The text is no declaration.</exception>
    public static AbiFunction Parse(string declaration)
    {
        var text = declaration.Trim();
        var (name, inputs, rest) = AbiTypeParser.ParseSignature(
            text.StartsWith("function ", StringComparison.Ordinal) ? text["function ".Length..] : text);
        var mutability = StateMutability.NonPayable;
        while (rest.Split(' ', 2) is [var word, ..] && word is "view" or "pure" or "payable" or "external" or "public" or "nonpayable")
        {
            mutability = word switch
            {
                "view" => StateMutability.View,
                "pure" => StateMutability.Pure,
                "payable" => StateMutability.Payable,
                _ => mutability,
            };
            rest = rest[word.Length..].TrimStart();
        }

        if (rest.Length == 0)
            return new AbiFunction(name, inputs, [], mutability);

        var (returns, outputs, end) = AbiTypeParser.ParseSignature(rest);
        return returns == "returns" && end.Length == 0
            ? new AbiFunction(name, inputs, outputs, mutability)
            : throw new AbiException($"'{rest}' after the parameters of '{name}' is not understood: only returns (...) may follow.");
    }

    /// <summary>Call data: the selector and the arguments.</summary>
    /// <exception cref="AbiException">The arguments do not fit.</exception>
    public byte[] EncodeCall(params IReadOnlyList<object?> arguments)
    {
        try
        {
            return AbiEncoder.Encode(Inputs, arguments, Selector.ToArray());
        }
        catch (AbiException error)
        {
            throw new AbiException($"{Signature}: {error.Message}", error);
        }
    }

    /// <summary>The arguments in call data.</summary>
    /// <exception cref="AbiException">The data are for another function, or no valid encoding.</exception>
    public AbiValues DecodeCall(ReadOnlyMemory<byte> data) => Selector.Read(data.Span) == Selector
        ? AbiCoder.Decode(Inputs, data[Selector.Size..])
        : throw new AbiException($"The call data begin with {Selector.Read(data.Span)}, and {Signature} is {Selector}.");

    /// <summary>What the function returned.</summary>
    /// <exception cref="AbiException">The data are no valid encoding; empty data mean that no contract is at the address.</exception>
    public AbiValues DecodeOutput(ReadOnlyMemory<byte> data) => data.IsEmpty && Outputs.Count > 0
        ? throw new AbiException($"{Signature} returned nothing: is there a contract with this function at the address?")
        : AbiCoder.Decode(Outputs, data);
}
