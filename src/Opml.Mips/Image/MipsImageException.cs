namespace Opml.Mips.Image;

/// <summary>A file that cannot become an image. The message says what the file is, and how to build it right.</summary>
public sealed class MipsImageException : Exception
{
    /// <summary>An error of this kind.</summary>
    public MipsImageException(ImageError error, string message, Exception? innerException = null)
        : base(message, innerException) => Error = error;

    /// <summary>The kind of error; stable, for scripts.</summary>
    public ImageError Error { get; }
}
