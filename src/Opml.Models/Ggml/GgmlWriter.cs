using System.Buffers.Binary;
using Opml.Models.Files;
using Opml.Models.Sources;
using Opml.Models.Values;

namespace Opml.Models.Ggml;

/// <summary>
/// Writes models as the opML tutorial's ggml file: int32 magic 0x67676d6c; then, for each tensor in file order, int32
/// number of dimensions, the int32 dimensions innermost first, the values as float32, row-major. Dimensions of 1 are
/// dropped, so a tensor of one value has 0 dimensions and is written as the word 0 and its value; a tensor without
/// values keeps its dimension of 0. Names are not written. Equal models give equal bytes.
/// </summary>
public static class GgmlWriter
{
    /// <summary>The exact number of bytes that the model's file has.</summary>
    /// <param name="source">The tensors.</param>
    /// <returns>The length in bytes.</returns>
    public static long GetLength(ITensorSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        long words = 1;
        foreach (var tensor in source.Tensors)
            words = checked(words + 1 + tensor.SqueezedShape.Length + tensor.Count);
        return checked(words * GgmlFormat.WordSize);
    }

    /// <summary>Writes a file: under a temporary name in the same folder first, then renamed.</summary>
    /// <param name="source">The tensors; their values are read in stretches.</param>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="order">Byte order of every word.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <param name="cancellationToken">Stops the writing; nothing is left behind then.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="ModelFormatException">The source turns out to be damaged.</exception>
    /// <exception cref="IOException">The file exists and may not be replaced, or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static GgmlFile Write(
        ITensorSource source,
        string path,
        ByteOrder order = ByteOrder.Big,
        bool overwrite = false,
        CancellationToken cancellationToken = default)
    {
        long length = GetLength(source);
        AtomicFile.Write(path, overwrite, stream => Write(source, stream, order, cancellationToken), length);
        return new GgmlFile(
            path, ModelFormat.Ggml, order, length, source.Source, [.. source.Tensors.Select(static t => t with { Type = TensorType.Float32 })]);
    }

    /// <summary>Writes to a stream.</summary>
    /// <param name="source">The tensors; their values are read in stretches.</param>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="order">Byte order of every word.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="ModelFormatException">The source turns out to be damaged.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Write(
        ITensorSource source, Stream stream, ByteOrder order = ByteOrder.Big, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(stream);
        if (order is not (ByteOrder.Big or ByteOrder.Little))
            throw new ArgumentOutOfRangeException(nameof(order), order, "Unknown byte order.");
        WriteWord(stream, GgmlFormat.Magic, order);
        foreach (var tensor in source.Tensors)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var shape = tensor.SqueezedShape;
            WriteWord(stream, (uint)shape.Length, order);
            for (int i = shape.Length - 1; i >= 0; i--)
                WriteWord(stream, (uint)shape[i], order);
            ValueWriter.Write(source, tensor.Index, TensorType.Float32, order, stream, cancellationToken);
        }
    }

    private static void WriteWord(Stream stream, uint word, ByteOrder order)
    {
        Span<byte> bytes = stackalloc byte[GgmlFormat.WordSize];
        if (order == ByteOrder.Big)
            BinaryPrimitives.WriteUInt32BigEndian(bytes, word);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, word);
        stream.Write(bytes);
    }
}
