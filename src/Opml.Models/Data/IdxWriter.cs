using System.Buffers.Binary;
using Opml.Models.Files;

namespace Opml.Models.Data;

/// <summary>Writes images and labels in the MNIST database's IDX format, uncompressed.</summary>
public static class IdxWriter
{
    /// <summary>Writes the images: magic 0x00000803, count, rows, columns, pixels. The file shows up complete or not at all.</summary>
    /// <param name="images">The images.</param>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <exception cref="IOException">The file exists and may not be replaced, or cannot be written.</exception>
    public static void WriteImages(LabelledImages images, string path, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(images);
        Write(path, overwrite, images.Pixels, IdxFormat.ImagesMagic, images.Count, images.Rows, images.Columns);
    }

    /// <summary>Writes the labels: magic 0x00000801, count, labels. The file shows up complete or not at all.</summary>
    /// <param name="images">The images whose labels to write.</param>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <exception cref="IOException">The file exists and may not be replaced, or cannot be written.</exception>
    public static void WriteLabels(LabelledImages images, string path, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(images);
        Write(path, overwrite, images.Labels, IdxFormat.LabelsMagic, images.Count);
    }

    private static void Write(string path, bool overwrite, ReadOnlyMemory<byte> content, params int[] head)
    {
        var bytes = new byte[head.Length * sizeof(int)];
        for (int i = 0; i < head.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(i * sizeof(int)), head[i]);
        AtomicFile.Write(path, overwrite, stream =>
        {
            stream.Write(bytes);
            stream.Write(content.Span);
        });
    }
}
