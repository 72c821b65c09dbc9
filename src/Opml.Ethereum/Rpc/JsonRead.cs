using System.Numerics;
using System.Text.Json;

namespace Opml.Ethereum.Rpc;

/// <summary>Reads the values of execution-apis out of answers; whatever does not fit names its field and the node's fault.</summary>
internal static class JsonRead
{
    public static JsonElement? Optional(this JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;

    public static JsonElement Field(this JsonElement item, string name) =>
        item.Optional(name) ?? throw new RpcTransportException($"The node's answer lacks the field '{name}'.", isTransient: false);

    public static BigInteger Quantity(this JsonElement value, string name) =>
        Read(value, name, "a quantity", static text => Hex.ParseQuantity(text));

    public static ulong Number(this JsonElement value, string name)
    {
        var number = value.Quantity(name);
        return number <= ulong.MaxValue ? (ulong)number : throw Bad(name, "a number of 64 bits");
    }

    public static byte[] Data(this JsonElement value, string name) => Read(value, name, "hexadecimal data", static text => Hex.Parse(text));

    public static Hash32 Hash(this JsonElement value, string name) => Read(value, name, "a 32-byte hash", Hash32.Parse);

    public static Address Account(this JsonElement value, string name) => Read(value, name, "an address", Address.Parse);

    public static IEnumerable<JsonElement> Items(this JsonElement value, string name) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray()
        : throw Bad(name, "an array");

    private static T Read<T>(JsonElement value, string name, string expected, Func<string, T> parse)
    {
        if (value.ValueKind != JsonValueKind.String)
            throw Bad(name, expected);

        try
        {
            return parse(value.GetString()!);
        }
        catch (FormatException)
        {
            throw Bad(name, expected);
        }
    }

    private static RpcTransportException Bad(string name, string expected) =>
        new($"The node's answer has something else than {expected} in '{name}'.", isTransient: false);
}
