using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Opml.Mips.Elf;

namespace Opml.Mips.Image;

/// <summary>
/// The file beside a flat image that holds its entry point and symbols, as JSON, with the SHA-256 of the image that they belong to.
/// </summary>
internal static partial class SymbolFile
{
    public static byte[] Write(MipsImage image) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new Contents(Hash(image.Bytes.Span), image.EntryPoint, [.. image.Symbols]), Format.Default.Contents);

    /// <summary>
    /// The symbols of an image; null where there is no file, or one that is not of this image or not in order: symbols are
    /// a comfort, and none are better than wrong ones.
    /// </summary>
    public static (uint EntryPoint, SymbolTable Table)? Read(string path, ReadOnlySpan<byte> image)
    {
        try
        {
            Contents? contents = JsonSerializer.Deserialize(File.ReadAllBytes(path), Format.Default.Contents);
            return contents is { Symbols: not null } && contents.Symbols.All(s => s is { Name: not null }) && contents.ImageSha256 == Hash(image)
                ? (contents.EntryPoint, new SymbolTable(contents.Symbols))
                : null;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Hash(ReadOnlySpan<byte> image) => Convert.ToHexStringLower(SHA256.HashData(image));

    internal sealed record Contents(string ImageSha256, uint EntryPoint, IReadOnlyList<Symbol> Symbols);

    [JsonSerializable(typeof(Contents))]
    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    private sealed partial class Format : JsonSerializerContext;
}
