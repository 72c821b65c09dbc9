using System.Buffers.Binary;
using System.Collections.Immutable;
using Opml.Models.Sources;

namespace Opml.Models.Ggml;

/// <summary>
/// Reads the opML tutorial's ggml file (see <see cref="GgmlWriter"/>) in either byte order, which the magic tells. The
/// format has no names, so the tensors' names are empty; their shapes come out outermost first.
/// </summary>
internal static class GgmlReader
{
    /// <summary>Opens a file, which the source takes over.</summary>
    public static StretchSource Open(RandomBytes bytes)
    {
        var order = ReadOrder(bytes);
        var cursor = new ByteCursor(bytes, GgmlFormat.WordSize, bytes.Length) { Order = order };
        var tensors = ImmutableArray.CreateBuilder<(TensorInfo, long)>();
        while (cursor.Left > 0)
        {
            if (tensors.Count == Limits.Tensors)
                throw new ModelFormatException($"'{bytes.Source}': more than {Limits.Tensors} tensors; this is no ggml model.");
            tensors.Add(ReadTensor(cursor, bytes.Source, tensors.Count));
        }

        if (tensors.Count == 0)
            throw new ModelFormatException($"'{bytes.Source}': nothing follows the magic; the file is truncated or its model is empty.");
        return StretchSource.Create(bytes, ModelFormat.Ggml, order, tensors.ToImmutable(), []);
    }

    private static ByteOrder ReadOrder(RandomBytes bytes)
    {
        Span<byte> magic = stackalloc byte[GgmlFormat.WordSize];
        int got = bytes.Fill(0, magic);
        if (got == magic.Length && BinaryPrimitives.ReadUInt32BigEndian(magic) == GgmlFormat.Magic)
            return ByteOrder.Big;
        if (got == magic.Length && BinaryPrimitives.ReadUInt32LittleEndian(magic) == GgmlFormat.Magic)
            return ByteOrder.Little;
        string found = got == 0 ? "it is empty" : $"it begins with 0x{Convert.ToHexStringLower(magic[..got])}";
        throw new ModelFormatException(
            $"'{bytes.Source}' is not a ggml file: the magic 0x67676d6c is missing, {found}. Convert the model with ConvertTo-Ggml first.");
    }

    private static (TensorInfo Info, long Start) ReadTensor(ByteCursor cursor, string source, int index)
    {
        string where = $"'{source}', tensor {index} at byte {cursor.Position}";
        int rank = ReadWord(cursor, where, "number of dimensions");
        if (rank is < 0 or > Limits.Rank)
        {
            throw new ModelFormatException(
                $"{where}: {rank} dimensions, where 0 to {Limits.Rank} are possible; the file is damaged or of another ggml kind.");
        }

        var shape = new int[rank];
        for (int i = rank - 1; i >= 0; i--)
            shape[i] = ReadWord(cursor, where, "dimensions");
        if (Array.Exists(shape, static d => d < 0))
        {
            throw new ModelFormatException(
                $"{where}: shape [{string.Join(", ", shape)}] has a negative dimension; the file is damaged.");
        }

        if (SizeOf(shape, cursor.Left) > cursor.Left)
        {
            throw new ModelFormatException(
                $"{where}: shape [{string.Join(", ", shape)}] needs more bytes than the {cursor.Left} that are left; the file is truncated or damaged.");
        }

        var info = new TensorInfo(index, string.Empty, TensorType.Float32, ImmutableArray.Create(shape));
        long start = cursor.Position;
        cursor.Skip((ulong)info.ByteCount);
        return (info, start);
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

    private static int ReadWord(ByteCursor cursor, string where, string what)
    {
        if (cursor.Left < GgmlFormat.WordSize)
            throw new ModelFormatException($"{where}: the file ends inside the {what}; it is truncated.");
        return (int)cursor.UInt32();
    }
}
