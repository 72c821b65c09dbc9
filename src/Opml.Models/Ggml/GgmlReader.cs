using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Opml.Models.Ggml;

/// <summary>
/// Reads the opML tutorial's ggml file (see <see cref="GgmlWriter"/>) in either byte order, which the magic tells. The
/// format has no names, so the tensors' names are empty; their shapes come out outermost first.
/// </summary>
public static class GgmlReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops the reading between tensors.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFormatException">The file is not a ggml file of this kind, or is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Model Read(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = File.OpenRead(path);
        return Read(stream, path, cancellationToken);
    }

    /// <summary>Reads a stream from its position to its end.</summary>
    /// <param name="stream">A stream that can seek; it stays open.</param>
    /// <param name="source">What to call it in messages and in the model.</param>
    /// <param name="cancellationToken">Stops the reading between tensors.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="ModelFormatException">The bytes are not a ggml file of this kind, or are damaged.</exception>
    public static Model Read(Stream stream, string source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(source);
        if (!stream.CanSeek)
            throw new ArgumentException("The stream must be able to seek, so that sizes can be checked first.", nameof(stream));
        var order = ReadOrder(stream, source);
        var tensors = ImmutableArray.CreateBuilder<Tensor>();
        while (stream.Position < stream.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (tensors.Count == Limits.Tensors)
                throw new ModelFormatException($"'{source}': more than {Limits.Tensors} tensors; this is no ggml model.");
            tensors.Add(ReadTensor(stream, source, order, tensors.Count));
        }

        if (tensors.Count == 0)
            throw new ModelFormatException($"'{source}': nothing follows the magic; the file is truncated or its model is empty.");
        return new Model(source, tensors.ToImmutable());
    }

    private static ByteOrder ReadOrder(Stream stream, string source)
    {
        Span<byte> magic = stackalloc byte[GgmlFormat.WordSize];
        int got = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        if (got == magic.Length && BinaryPrimitives.ReadUInt32BigEndian(magic) == GgmlFormat.Magic)
            return ByteOrder.Big;
        if (got == magic.Length && BinaryPrimitives.ReadUInt32LittleEndian(magic) == GgmlFormat.Magic)
            return ByteOrder.Little;
        string found = got == 0 ? "it is empty" : $"it begins with 0x{System.Convert.ToHexStringLower(magic[..got])}";
        throw new ModelFormatException(
            $"'{source}' is not a ggml file: the magic 0x67676d6c is missing, {found}. Convert a PyTorch state_dict first.");
    }

    private static Tensor ReadTensor(Stream stream, string source, ByteOrder order, int index)
    {
        long start = stream.Position;
        int rank = ReadWord(stream, source, order, index, "number of dimensions");
        if (rank is < 0 or > Limits.Rank)
        {
            throw new ModelFormatException(
                $"'{source}', tensor {index} at byte {start}: {rank} dimensions, where 0 to {Limits.Rank} are possible; the file is damaged or of another ggml kind.");
        }

        var shape = new int[rank];
        for (int i = rank - 1; i >= 0; i--)
            shape[i] = ReadWord(stream, source, order, index, "dimensions");
        if (Array.Exists(shape, static d => d < 0))
        {
            throw new ModelFormatException(
                $"'{source}', tensor {index} at byte {start}: shape [{string.Join(", ", shape)}] has a negative dimension; the file is damaged.");
        }

        long left = stream.Length - stream.Position;
        Int128 size = SizeOf(shape, left);
        if (size > left)
        {
            throw new ModelFormatException(
                $"'{source}', tensor {index} at byte {start}: shape [{string.Join(", ", shape)}] needs more bytes than the {left} that are left; the file is truncated or damaged.");
        }

        if (size > Array.MaxLength)
        {
            throw new ModelFormatException(
                $"'{source}', tensor {index}: {size} bytes are more than this reader takes in one tensor ({Array.MaxLength}); split the tensor.");
        }

        var bytes = new byte[(int)size];
        stream.ReadExactly(bytes);
        var dimensions = ImmutableArray.Create(shape);
        var view = new StridedView(
            new Storage(bytes, order), TensorType.Float32, 0, dimensions, StridedView.RowMajor(dimensions));
        return new Tensor(index, string.Empty, TensorType.Float32, dimensions, view);
    }

    /// <summary>The bytes of the values, or the first partial product that is over the bound: no overflow either way.</summary>
    private static Int128 SizeOf(int[] shape, long bound)
    {
        if (shape.Contains(0))
            return 0;
        Int128 size = GgmlFormat.WordSize;
        foreach (int dimension in shape)
        {
            size *= dimension;
            if (size > bound)
                break;
        }

        return size;
    }

    private static int ReadWord(Stream stream, string source, ByteOrder order, int index, string what)
    {
        Span<byte> word = stackalloc byte[GgmlFormat.WordSize];
        if (stream.ReadAtLeast(word, word.Length, throwOnEndOfStream: false) < word.Length)
        {
            throw new ModelFormatException(
                $"'{source}', tensor {index}: the file ends inside the {what}; it is truncated.");
        }

        return order == ByteOrder.Big ? BinaryPrimitives.ReadInt32BigEndian(word) : BinaryPrimitives.ReadInt32LittleEndian(word);
    }
}
