using System.Text.Json;

namespace Opml.Ethereum.Tests;

/// <summary>The vectors in <c>data</c>, and shorthands.</summary>
internal static class TestData
{
    public static JsonElement[] Rows(string file)
    {
        using var stream = typeof(TestData).Assembly.GetManifestResourceStream(file)!;
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    public static byte[] Bytes(string hex) => Hex.Parse(hex.Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));

    /// <summary>Words of 32 bytes, each given by its last digits.</summary>
    public static byte[] Words(params string[] words) => [.. words.SelectMany(word => Bytes(word.PadLeft(64, '0')))];
}
