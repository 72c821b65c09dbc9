using System.Collections.Immutable;
using Opml.Models.Sources;

namespace Opml.Models.Gguf;

/// <summary>Reads GGUF's pairs of key and value. An array of arrays, which ggml itself does not read either, is refused.</summary>
internal static class GgufMetadata
{
    // Vocabularies of a quarter million words take some 10 MB.
    private const int MaximumBytes = 1 << 26;
    private const int SmallestPair = 13;

    /// <summary>Reads a stated number of pairs.</summary>
    public static ImmutableArray<MetadataEntry> Read(ByteCursor cursor, ulong count)
    {
        if (count > (ulong)(cursor.Left / SmallestPair))
            throw cursor.Error($"{count} metadata pairs are announced, and {cursor.Left} bytes are left; the file is truncated or damaged.");
        var entries = ImmutableArray.CreateBuilder<MetadataEntry>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        long limit = cursor.Position + MaximumBytes;
        for (ulong i = 0; i < count; i++)
        {
            string key = cursor.Text(cursor.UInt64(), GgufFormat.KeyLength);
            if (!keys.Add(key))
                throw cursor.Error($"the key '{Printable.From(key)}' is there twice; the file is damaged.");
            var type = (GgufValueType)cursor.UInt32();
            entries.Add(new MetadataEntry(key, type == GgufValueType.Array ? ReadArray(cursor, limit) : ReadOne(cursor, type)));
            if (cursor.Position > limit)
                throw cursor.Error($"over {MaximumBytes} bytes of metadata, more than this reader takes.");
        }

        return entries.ToImmutable();
    }

    private static Array ReadArray(ByteCursor cursor, long limit)
    {
        var type = (GgufValueType)cursor.UInt32();
        ulong length = cursor.UInt64();
        int smallest = type switch
        {
            GgufValueType.UInt8 or GgufValueType.Int8 or GgufValueType.Bool => 1,
            GgufValueType.UInt16 or GgufValueType.Int16 => 2,
            GgufValueType.UInt32 or GgufValueType.Int32 or GgufValueType.Float32 => 4,
            GgufValueType.UInt64 or GgufValueType.Int64 or GgufValueType.Float64 or GgufValueType.String => 8,
            _ => throw Unknown(cursor, type),
        };
        long left = Math.Min(cursor.Left, limit - cursor.Position);
        if (length > (ulong)(left / smallest))
            throw cursor.Error($"an array of {length} values is announced, and there is room for {left} bytes; the file is truncated or damaged.");
        int count = (int)length;
        return type switch
        {
            GgufValueType.UInt8 => Fill<byte>(cursor, type, count),
            GgufValueType.Int8 => Fill<sbyte>(cursor, type, count),
            GgufValueType.UInt16 => Fill<ushort>(cursor, type, count),
            GgufValueType.Int16 => Fill<short>(cursor, type, count),
            GgufValueType.UInt32 => Fill<uint>(cursor, type, count),
            GgufValueType.Int32 => Fill<int>(cursor, type, count),
            GgufValueType.Float32 => Fill<float>(cursor, type, count),
            GgufValueType.Bool => Fill<bool>(cursor, type, count),
            GgufValueType.String => Fill<string>(cursor, type, count),
            GgufValueType.UInt64 => Fill<ulong>(cursor, type, count),
            GgufValueType.Int64 => Fill<long>(cursor, type, count),
            _ => Fill<double>(cursor, type, count),
        };
    }

    private static T[] Fill<T>(ByteCursor cursor, GgufValueType type, int count)
    {
        var values = new T[count];
        for (int i = 0; i < count; i++)
            values[i] = (T)ReadOne(cursor, type);
        return values;
    }

    private static object ReadOne(ByteCursor cursor, GgufValueType type) => type switch
    {
        GgufValueType.UInt8 => cursor.Byte(),
        GgufValueType.Int8 => (sbyte)cursor.Byte(),
        GgufValueType.UInt16 => cursor.UInt16(),
        GgufValueType.Int16 => (short)cursor.UInt16(),
        GgufValueType.UInt32 => cursor.UInt32(),
        GgufValueType.Int32 => (int)cursor.UInt32(),
        GgufValueType.Float32 => BitConverter.UInt32BitsToSingle(cursor.UInt32()),
        GgufValueType.Bool => cursor.Byte() switch
        {
            0 => false,
            1 => true,
            var other => throw cursor.Error($"a truth value of {other}; the file is damaged."),
        },
        GgufValueType.String => cursor.Text(cursor.UInt64(), MaximumBytes),
        GgufValueType.UInt64 => cursor.UInt64(),
        GgufValueType.Int64 => (long)cursor.UInt64(),
        GgufValueType.Float64 => BitConverter.UInt64BitsToDouble(cursor.UInt64()),
        _ => throw Unknown(cursor, type),
    };

    private static ModelFormatException Unknown(ByteCursor cursor, GgufValueType type) => type == GgufValueType.Array
        ? cursor.Error("an array of arrays in the metadata, which this reader does not take.")
        : cursor.Error($"a metadata value of type {(uint)type}, where 0 to 12 are known; the file is damaged.");
}
