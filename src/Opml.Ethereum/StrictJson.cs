using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Opml.Ethereum;

/// <summary>
/// Parses JSON whose texts are all Unicode. The framework's parser lets bytes that are no UTF-8, and escapes of half a character
/// (RFC 8259, section 8.2), pass, and raises an error of another kind when such a text is read.
/// </summary>
internal static class StrictJson
{
    /// <summary>Parses UTF-8.</summary>
    /// <exception cref="JsonException">The bytes are no JSON, or one of their texts is no Unicode.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        if (!Utf8.IsValid(json.Span)) throw new JsonException("The text is no UTF-8.");
        var document = JsonDocument.Parse(json);
        try
        {
            if (MayHoldSurrogates(json.Span)) CheckTexts(json.Span);
        }
        catch
        {
            document.Dispose();
            throw;
        }

        return document;
    }

    /// <summary>Parses text.</summary>
    /// <exception cref="JsonException">The text is no JSON, or one of its texts is no Unicode.</exception>
    public static JsonDocument Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    private static bool MayHoldSurrogates(ReadOnlySpan<byte> json) => json.IndexOf("\\ud"u8) >= 0 || json.IndexOf("\\uD"u8) >= 0;

    private static void CheckTexts(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                    _ = reader.GetString();
        }
        catch (InvalidOperationException error)
        {
            throw new JsonException("A text has an escape of half a character.", error);
        }
    }
}
