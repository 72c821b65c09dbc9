namespace Opml.Models.Ggml;

/// <summary>
/// Facts of the file that the opML tutorial's converter writes: int32 magic; then, for each tensor, int32 number of
/// dimensions, the int32 dimensions innermost first, the values as float32. No names, no count, no padding.
/// </summary>
internal static class GgmlFormat
{
    /// <summary>"ggml" as a number.</summary>
    public const uint Magic = 0x67676d6c;

    /// <summary>Bytes of the magic, of a dimension and of a value.</summary>
    public const int WordSize = 4;
}
