namespace Opml.Models.Data;

/// <summary>
/// Facts of the MNIST database's IDX files: int32 magic (0, 0, type 8 = unsigned byte, number of dimensions), the
/// dimensions as int32, the bytes; all numbers big-endian.
/// </summary>
internal static class IdxFormat
{
    public const int LabelsMagic = 0x0801;

    public const int ImagesMagic = 0x0803;
}
