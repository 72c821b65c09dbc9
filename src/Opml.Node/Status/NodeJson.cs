using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Opml.Dispute.Contracts;
using Opml.Ethereum;

namespace Opml.Node.Status;

/// <summary>A status as JSON: names in camel case, amounts of wei as decimal text, addresses, hashes and games as text.</summary>
public static class NodeJson
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters =
        {
            new JsonStringEnumConverter(),
            new TextConverter<BigInteger>(text => BigInteger.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture)),
            new TextConverter<Address>(Address.Parse),
            new TextConverter<Hash32>(Hash32.Parse),
            new TextConverter<GameId>(text => GameId.Parse(text)),
        },
    };

    /// <summary>Writes a status, as UTF-8.</summary>
    public static byte[] Write(NodeStatus status) => JsonSerializer.SerializeToUtf8Bytes(status, s_options);

    /// <summary>Reads a status.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static NodeStatus Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<NodeStatus>(json, s_options) ?? throw new InvalidDataException("The answer is no node's status but null.");
        }
        catch (Exception exception) when (exception is JsonException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"The answer is no node's status: {exception.Message}", exception);
        }
    }

    private sealed class TextConverter<T>(Func<string, T> parse) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            parse(reader.GetString() ?? throw new JsonException($"A {typeof(T).Name} was expected, not null."));

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
    }
}
