using System.Buffers.Binary;
using System.IO.Compression;

namespace Opml.Models.Data;

/// <summary>
/// Reads images and labels in the MNIST database's IDX format, plain or compressed with gzip (told by its content). The
/// sizes in the head are checked against the file before memory is taken.
/// </summary>
public static class IdxReader
{
    private const int ChunkLength = 4 << 20; // bytes

    /// <inheritdoc cref="Read(string, string, IProgress{IdxProgress}?, CancellationToken)"/>
    public static LabelledImages Read(string imagesPath, string labelsPath, CancellationToken cancellationToken = default) =>
        Read(imagesPath, labelsPath, null, cancellationToken);

    /// <summary>Reads a pair of files.</summary>
    /// <param name="imagesPath">Images: magic 0x00000803, count, rows, columns, pixels.</param>
    /// <param name="labelsPath">Labels: magic 0x00000801, count, labels.</param>
    /// <param name="progress">Told after each few megabytes how many images are read, on the thread that reads.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The images with their labels.</returns>
    /// <exception cref="ModelFormatException">A file is of another kind or damaged, or the two do not belong together.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static LabelledImages Read(
        string imagesPath, string labelsPath, IProgress<IdxProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(imagesPath);
        ArgumentException.ThrowIfNullOrEmpty(labelsPath);
        cancellationToken.ThrowIfCancellationRequested();
        using var labels = File.OpenRead(labelsPath);
        using var images = File.OpenRead(imagesPath);
        return Read(images, imagesPath, labels, labelsPath, progress, cancellationToken);
    }

    /// <inheritdoc cref="Read(Stream, string, Stream, string, IProgress{IdxProgress}?, CancellationToken)"/>
    public static LabelledImages Read(
        Stream images, string imagesSource, Stream labels, string labelsSource, CancellationToken cancellationToken = default) =>
        Read(images, imagesSource, labels, labelsSource, null, cancellationToken);

    /// <summary>Reads a pair of streams, each from its beginning.</summary>
    /// <param name="images">Images; can seek; stays open.</param>
    /// <param name="imagesSource">What to call them in messages.</param>
    /// <param name="labels">Labels; can seek; stays open.</param>
    /// <param name="labelsSource">What to call them in messages.</param>
    /// <param name="progress">Told after each few megabytes how many images are read, on the thread that reads.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The images with their labels.</returns>
    /// <exception cref="ModelFormatException">A stream is of another kind or damaged, or the two do not belong together.</exception>
    public static LabelledImages Read(
        Stream images,
        string imagesSource,
        Stream labels,
        string labelsSource,
        IProgress<IdxProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        var (labelShape, labelBytes) = ReadOne(labels, labelsSource, IdxFormat.LabelsMagic, "labels", null, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var (imageShape, pixels) = ReadOne(images, imagesSource, IdxFormat.ImagesMagic, "images", progress, cancellationToken);
        if (labelShape[0] != imageShape[0])
        {
            throw new ModelFormatException(
                $"'{imagesSource}' has {imageShape[0]} images and '{labelsSource}' {labelShape[0]} labels: they do not belong together.");
        }

        return new LabelledImages(imageShape[1], imageShape[2], pixels, labelBytes);
    }

    private static (int[] Shape, byte[] Content) ReadOne(
        Stream file, string source, int magic, string what, IProgress<IdxProgress>? progress, CancellationToken cancellationToken)
    {
        if (!file.CanSeek)
            throw new ArgumentException("The stream must be able to seek, so that sizes can be checked first.", nameof(file));
        Span<byte> head = stackalloc byte[2];
        bool compressed = file.ReadAtLeast(head, 2, throwOnEndOfStream: false) == 2 && head[0] == 0x1f && head[1] == 0x8b;
        file.Position = 0;
        try
        {
            if (!compressed)
                return ReadPlain(file, file.Length, exact: true, source, magic, what, progress, cancellationToken);
            using var unpacked = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
            return ReadPlain(unpacked, file.Length, exact: false, source, magic, what, progress, cancellationToken);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            throw new ModelFormatException($"'{source}' is truncated or damaged ({e.Message}); copy or download it again.", e);
        }
    }

    private static (int[] Shape, byte[] Content) ReadPlain(
        Stream stream,
        long fileLength,
        bool exact,
        string source,
        int magic,
        string what,
        IProgress<IdxProgress>? progress,
        CancellationToken cancellationToken)
    {
        Span<byte> word = stackalloc byte[4];
        stream.ReadExactly(word);
        int found = BinaryPrimitives.ReadInt32BigEndian(word);
        if (found != magic)
        {
            string hint = found is IdxFormat.LabelsMagic or IdxFormat.ImagesMagic ? " Are images and labels swapped?" : string.Empty;
            throw new ModelFormatException($"'{source}' is no IDX file of {what}: it begins with 0x{found:x8}, not 0x{magic:x8}.{hint}");
        }

        var shape = new int[magic & 0xff];
        Int128 size = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            stream.ReadExactly(word);
            shape[i] = BinaryPrimitives.ReadInt32BigEndian(word);
            size *= shape[i];
            if (shape[i] < 1)
                throw new ModelFormatException($"'{source}' says that it has {shape[i]} {(i == 0 ? what : "rows or columns")}; the file is damaged.");
        }

        long headLength = word.Length * (1 + shape.Length);
        bool possible = exact ? size == fileLength - headLength : size <= Array.MaxLength && Limits.Allows((long)size, fileLength);
        if (!possible || size > Array.MaxLength)
        {
            throw new ModelFormatException(
                $"'{source}' says that {size} bytes of {what} follow, which does not fit its {fileLength} bytes; the file is truncated or damaged.");
        }

        var content = new byte[(int)size];
        progress?.Report(new IdxProgress(0, shape[0]));
        for (int at = 0; at < content.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int length = Math.Min(ChunkLength, content.Length - at);
            stream.ReadExactly(content, at, length);
            at += length;
            progress?.Report(new IdxProgress((int)((long)at * shape[0] / content.Length), shape[0]));
        }

        if (stream.ReadByte() >= 0)
            throw new ModelFormatException($"'{source}' goes on after its {size} bytes of {what}; the file is damaged.");
        return (shape, content);
    }
}
