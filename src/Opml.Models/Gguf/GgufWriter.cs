using Opml.Models.Files;
using Opml.Models.Ggml;
using Opml.Models.Sources;
using Opml.Models.Values;

namespace Opml.Models.Gguf;

/// <summary>
/// Writes models as GGUF version 3 (ggml's docs/gguf.md) with names, metadata and shapes as the source has them, tensors
/// at multiples of 32 bytes. Quantized as ggml's quantize_row_q8_0_ref and quantize_row_q4_0_ref do; a tensor that has
/// the wanted type already is copied bit for bit. Equal models and options give equal bytes.
/// </summary>
public static class GgufWriter
{
    /// <summary>Writes a file: under a temporary name in the same folder first, then renamed.</summary>
    /// <param name="source">The tensors; their values are read in stretches. Those without names become tensor.0, tensor.1 and so on.</param>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="options">Type, byte order, metadata.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <param name="cancellationToken">Stops the writing; nothing is left behind then.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="ModelFormatException">GGUF or the type cannot hold a tensor, or the source turns out to be damaged.</exception>
    /// <exception cref="ArgumentException">GGUF cannot hold a pair of the metadata.</exception>
    /// <exception cref="IOException">The file exists and may not be replaced, or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static GgmlFile Write(
        ITensorSource source, string path, GgufOptions options, bool overwrite = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        var plan = GgufPlan.Make(source, options);
        byte[] header = Header(plan, options.Order);
        long length = header.Length + plan.Tensors.Sum(static t => Padded(t.ByteCount));
        AtomicFile.Write(path, overwrite, stream => Write(source, plan, header, stream, options.Order, cancellationToken), length);
        return new GgmlFile(path, ModelFormat.Gguf, options.Order, length, source.Source, plan.Tensors);
    }

    /// <summary>Writes to a stream.</summary>
    /// <param name="source">The tensors; their values are read in stretches. Those without names become tensor.0, tensor.1 and so on.</param>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="options">Type, byte order, metadata.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="ModelFormatException">GGUF or the type cannot hold a tensor, or the source turns out to be damaged.</exception>
    /// <exception cref="ArgumentException">GGUF cannot hold a pair of the metadata.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Write(ITensorSource source, Stream stream, GgufOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        var plan = GgufPlan.Make(source, options);
        Write(source, plan, Header(plan, options.Order), stream, options.Order, cancellationToken);
    }

    private static void Write(
        ITensorSource source, GgufPlan plan, byte[] header, Stream stream, ByteOrder order, CancellationToken cancellationToken)
    {
        stream.Write(header);
        Span<byte> zeros = stackalloc byte[GgufFormat.DefaultAlignment];
        zeros.Clear();
        foreach (var tensor in plan.Tensors)
        {
            ValueWriter.Write(source, tensor.Index, tensor.Type, order, stream, cancellationToken);
            stream.Write(zeros[..(int)(Padded(tensor.ByteCount) - tensor.ByteCount)]);
        }
    }

    private static byte[] Header(GgufPlan plan, ByteOrder order)
    {
        var buffer = new GgufBuffer(order);
        buffer.Raw("GGUF"u8);
        buffer.UInt32(GgufFormat.Version);
        buffer.UInt64((ulong)plan.Tensors.Length);
        buffer.UInt64((ulong)plan.Metadata.Length);
        foreach (var pair in plan.Metadata)
        {
            buffer.Text(pair.Key);
            buffer.Value(pair.Key, pair.Value);
        }

        long offset = 0;
        foreach (var tensor in plan.Tensors)
        {
            buffer.Text(tensor.Name);
            buffer.UInt32((uint)tensor.Shape.Length);
            foreach (int dimension in tensor.Shape.Reverse())
                buffer.UInt64((ulong)dimension);
            buffer.UInt32(GgufFormat.NumberOf(tensor.Type));
            buffer.UInt64((ulong)offset);
            offset += Padded(tensor.ByteCount);
        }

        buffer.Raw(new byte[Padded(buffer.Written.Length) - buffer.Written.Length]);
        return buffer.Written.ToArray();
    }

    private static long Padded(long length) => length + (-length & (GgufFormat.DefaultAlignment - 1));
}
