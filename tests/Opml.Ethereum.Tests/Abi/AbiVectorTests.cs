using System.Numerics;
using System.Text.Json;
using Opml.Ethereum.Abi;

namespace Opml.Ethereum.Tests.Abi;

/// <summary>Random types and values, encoded by another implementation.</summary>
public sealed class AbiVectorTests
{
    private static readonly JsonElement[] s_rows = TestData.Rows("abi.json");

    public static TheoryData<int, string> Rows => [.. s_rows.Select((row, i) => (i, row.GetProperty("types").GetString()!))];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Values_are_encoded_and_decoded_as_elsewhere(int index, string types)
    {
        var row = s_rows[index];
        var encoded = Hex.Parse(row.GetProperty("encoded").GetString());
        var values = row.GetProperty("values").EnumerateArray().Select(ToValue).ToArray();

        Assert.Equal(Hex.Format(encoded), Hex.Format(AbiCoder.Encode(types, values)));
        var decoded = AbiCoder.Decode(types, encoded);
        Assert.Equal(Hex.Format(encoded), Hex.Format(AbiCoder.Encode(types, decoded)));
        Assert.Equal(JsonSerializer.Serialize(row.GetProperty("values")), JsonSerializer.Serialize(decoded.Select(ToJson)));
    }

    private static object ToValue(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
            return value.EnumerateArray().Select(ToValue).ToArray();

        var field = value.EnumerateObject().Single();
        return field.Name switch
        {
            "n" => BigInteger.Parse(field.Value.GetString()!, null),
            "a" => Address.Parse(field.Value.GetString()!),
            "b" => field.Value.GetBoolean(),
            "s" => field.Value.GetString()!,
            _ => Hex.Parse(field.Value.GetString()),
        };
    }

    private static object ToJson(object value) => value switch
    {
        BigInteger number => new { n = number.ToString(null, null) },
        Address address => new { a = address.ToString() },
        bool flag => new { b = flag },
        string text => new { s = text },
        byte[] bytes => new { x = Hex.Format(bytes) },
        Hash32 hash => new { x = hash.ToString() },
        IEnumerable<object> items => items.Select(ToJson).ToArray(),
        _ => throw new NotSupportedException(value.GetType().Name),
    };
}
