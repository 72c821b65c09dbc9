using System.Collections.Immutable;
using Opml.Models.Sources;

namespace Opml.Models.Gguf;

/// <summary>
/// Reads GGUF, versions 2 and 3, little- and big-endian (ggml's docs/gguf.md): a header, metadata, what the tensors
/// are, then their bytes at multiples of the alignment. Tensors may not overlap.
/// </summary>
internal static class GgufReader
{
    private const int SmallestTensor = 24;

    /// <summary>Opens a file, which the source takes over.</summary>
    public static StretchSource Open(RandomBytes bytes)
    {
        var cursor = new ByteCursor(bytes, 0, bytes.Length);
        cursor.Skip(4);
        uint version = ReadVersion(cursor);
        if (version is not (2 or 3))
            throw cursor.Error($"GGUF version {version}, where 2 and 3 are read: convert the file with a newer llama.cpp.");
        ulong tensorCount = cursor.UInt64();
        ulong pairCount = cursor.UInt64();
        if (tensorCount > Limits.Tensors || tensorCount > (ulong)(cursor.Left / SmallestTensor))
            throw cursor.Error($"{tensorCount} tensors are announced, and {cursor.Left} bytes are left; the file is truncated or damaged ({Limits.Tensors} are the most).");
        var metadata = GgufMetadata.Read(cursor, pairCount);
        long alignment = Alignment(metadata, cursor);
        var tensors = new List<(TensorInfo Info, ulong Offset)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < (int)tensorCount; i++)
        {
            var tensor = ReadTensor(cursor, i);
            if (!names.Add(tensor.Info.Name))
                throw cursor.Error($"two tensors have the name '{Printable.From(tensor.Info.Name)}'; the file is damaged.");
            tensors.Add(tensor);
        }

        long start = cursor.Position + (-cursor.Position & (alignment - 1));
        Place(tensors, bytes.Length - start, alignment, bytes.Source);
        return StretchSource.Create(
            bytes, ModelFormat.Gguf, cursor.Order, [.. tensors.Select(t => (t.Info, start + (long)t.Offset))], metadata);
    }

    // A version number is small in its own byte order, and huge in the other.
    private static uint ReadVersion(ByteCursor cursor)
    {
        uint version = cursor.UInt32();
        if ((version & 0xffff) != 0)
            return version;
        cursor.Order = ByteOrder.Big;
        return System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(version);
    }

    private static long Alignment(ImmutableArray<MetadataEntry> metadata, ByteCursor cursor)
    {
        object? value = metadata.FirstOrDefault(static e => e.Key == GgufFormat.AlignmentKey)?.Value;
        return value switch
        {
            null => GgufFormat.DefaultAlignment,
            uint number when uint.IsPow2(number) && number <= 1 << 30 => number,
            _ => throw cursor.Error($"an alignment of {value}, where a power of two is due; the file is damaged."),
        };
    }

    private static (TensorInfo Info, ulong Offset) ReadTensor(ByteCursor cursor, int index)
    {
        string name = cursor.Text(cursor.UInt64(), GgufFormat.KeyLength);
        uint rank = cursor.UInt32();
        if (rank > GgufFormat.Rank)
            throw cursor.Error($"tensor '{Printable.From(name)}' of {rank} dimensions, where {GgufFormat.Rank} are the most; the file is damaged.");
        var dimensions = new long[rank];
        for (int i = dimensions.Length - 1; i >= 0; i--)
            dimensions[i] = (long)Math.Min(cursor.UInt64(), long.MaxValue);
        var shape = Shapes.Check(dimensions, problem => cursor.Error($"tensor '{Printable.From(name)}' {problem}; the file is damaged."));
        uint number = cursor.UInt32();
        if (GgufFormat.TypeOf(number) is not { } type)
        {
            throw cursor.Error(
                $"tensor '{Printable.From(name)}' of ggml's type {GgufFormat.NameOf(number)}, where F32, F16, BF16, F64, Q8_0, Q4_0 and integers are read: requantize it with llama-quantize to F16 or Q8_0.");
        }

        int block = type.BlockLength();
        if (block > 1 && (shape.IsEmpty || shape[^1] % block != 0))
            throw cursor.Error($"tensor '{Printable.From(name)}' of {type} with rows that are no multiple of {block}; the file is damaged.");
        return (new TensorInfo(index, name, type, shape), cursor.UInt64());
    }

    private static void Place(List<(TensorInfo Info, ulong Offset)> tensors, long available, long alignment, string source)
    {
        ulong end = 0;
        foreach (var (info, offset) in tensors.OrderBy(static t => t.Offset).ThenBy(static t => t.Info.ByteCount))
        {
            string? problem = offset % (ulong)alignment != 0 ? $"which is no multiple of {alignment}"
                : offset < end ? $"inside the one before, which ends at {end}"
                : available < 0 || offset > (ulong)available || (ulong)info.ByteCount > (ulong)available - offset
                    ? $"and has {info.ByteCount} bytes, of which only {Math.Max(available, 0)} follow the header"
                    : null;
            if (problem is not null)
                throw new ModelFormatException($"'{source}', tensor '{Printable.From(info.Name)}' begins at byte {offset}, {problem}; the file is truncated, damaged or made to mislead.");
            end = offset + (ulong)info.ByteCount;
        }
    }
}
