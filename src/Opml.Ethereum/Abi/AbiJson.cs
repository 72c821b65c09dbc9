using System.Text.Json;

namespace Opml.Ethereum.Abi;

/// <summary>Reads the JSON form of an ABI. Depth is bounded by the JSON reader's own limit of 64.</summary>
internal static class AbiJson
{
    public static ContractAbi Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Array)
            throw new AbiException($"A JSON ABI is an array, not {root.ValueKind}. An artifact's ABI is its field \"abi\".");

        IReadOnlyList<AbiParameter> constructor = [];
        List<AbiFunction> functions = [];
        List<AbiEvent> events = [];
        List<AbiError> errors = [];
        foreach (var item in root.EnumerateArray())
        {
            switch (Text(item, "type") ?? "function")
            {
                case "function":
                    functions.Add(new AbiFunction(Name(item), Parameters(item, "inputs"), Parameters(item, "outputs"), Mutability(item)));
                    break;
                case "event":
                    events.Add(new AbiEvent(Name(item), Parameters(item, "inputs"), Flag(item, "anonymous")));
                    break;
                case "error":
                    errors.Add(new AbiError(Name(item), Parameters(item, "inputs")));
                    break;
                case "constructor":
                    constructor = Parameters(item, "inputs");
                    break;
                case "fallback" or "receive":
                    break;
                case var other:
                    throw new AbiException($"The JSON ABI has an item of the unknown type '{other}'.");
            }
        }

        return new ContractAbi(constructor, functions, events, errors);
    }

    private static List<AbiParameter> Parameters(JsonElement item, string property)
    {
        if (!item.TryGetProperty(property, out var list))
            return [];
        if (list.ValueKind != JsonValueKind.Array)
            throw new AbiException($"\"{property}\" in the JSON ABI is no array.");

        var parameters = new List<AbiParameter>();
        foreach (var parameter in list.EnumerateArray())
        {
            var type = Text(parameter, "type") ?? throw new AbiException($"A parameter in \"{property}\" of the JSON ABI has no type.");
            parameters.Add(new AbiParameter(
                Text(parameter, "name") ?? "",
                AbiTypeParser.FromJson(type, Parameters(parameter, "components")),
                Flag(parameter, "indexed")));
        }

        return parameters;
    }

    private static StateMutability Mutability(JsonElement item) => Text(item, "stateMutability") switch
    {
        "payable" => StateMutability.Payable,
        "view" => StateMutability.View,
        "pure" => StateMutability.Pure,
        _ => StateMutability.NonPayable,
    };

    private static string Name(JsonElement item) =>
        Text(item, "name") is { Length: > 0 } name ? name : throw new AbiException("An item of the JSON ABI has no name.");

    private static bool Flag(JsonElement item, string property) =>
        item.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement item, string property)
    {
        if (item.ValueKind != JsonValueKind.Object)
            throw new AbiException($"The JSON ABI holds a {item.ValueKind} where an object is expected.");
        return item.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
