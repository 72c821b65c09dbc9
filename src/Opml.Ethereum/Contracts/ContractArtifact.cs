using System.Text.Json;
using Opml.Ethereum.Abi;

namespace Opml.Ethereum.Contracts;

/// <summary>A compiled contract.</summary>
/// <param name="Name">The contract's name.</param>
/// <param name="Abi">What it offers.</param>
/// <param name="Bytecode">The creation code; empty for an interface.</param>
/// <param name="DeployedBytecode">The code that stays on chain, immutables still zero; empty for an interface.</param>
public sealed record ContractArtifact(string Name, ContractAbi Abi, byte[] Bytecode, byte[] DeployedBytecode)
{
    /// <summary>Reads <c>{ "contractName", "abi", "bytecode", "deployedBytecode" }</c>; the last may be missing.</summary>
    /// <exception cref="AbiException">The JSON is something else, or its code is not linked yet.</exception>
    public static ContractArtifact Parse(string json)
    {
        try
        {
            using var document = StrictJson.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("abi", out var abi))
                throw new AbiException("A contract artifact is a JSON object with the field \"abi\".");

            var name = Text(root, "contractName") ?? throw new AbiException("The contract artifact has no \"contractName\".");
            return new ContractArtifact(name, AbiJson.Read(abi), Code(root, "bytecode", name), Code(root, "deployedBytecode", name));
        }
        catch (JsonException error)
        {
            throw new AbiException($"The contract artifact is no valid JSON: {error.Message}", error);
        }
    }

    private static byte[] Code(JsonElement root, string property, string name)
    {
        var text = Text(root, property) ?? "";
        if (text.Contains("__", StringComparison.Ordinal))
            throw new AbiException($"The \"{property}\" of {name} is not linked: it has places for libraries' addresses.");

        return Hex.TryParse(text, out var code)
            ? code
            : throw new AbiException($"The \"{property}\" of {name} is not hexadecimal.");
    }

    private static string? Text(JsonElement root, string property) =>
        root.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
