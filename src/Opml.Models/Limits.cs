namespace Opml.Models;

/// <summary>Bounds on what a file may ask for; all far above what real models have.</summary>
internal static class Limits
{
    /// <summary>Dimensions of a tensor; PyTorch's own limit.</summary>
    public const int Rank = 64;

    /// <summary>Tensors in a model.</summary>
    public const int Tensors = 1 << 17;

    /// <summary>
    /// How many times larger than its file the content may be, by compression or by tensors that show the same values
    /// over and over. PyTorch itself does not compress.
    /// </summary>
    public const int Expansion = 64;

    /// <summary>Content that is always allowed, however small its file.</summary>
    public const long SmallContent = 1 << 20;

    /// <summary>Whether a file of this length may hold this much content, both in bytes.</summary>
    public static bool Allows(long content, long fileLength) =>
        content <= SmallContent || content / Expansion <= fileLength;
}
