using Opml.Models.Sources;

namespace Opml.Models.Onnx;

/// <summary>An initializer, and where its values lie.</summary>
/// <param name="Info">What it is.</param>
/// <param name="Start">The first byte of its values.</param>
/// <param name="Length">The bytes that hold them.</param>
/// <param name="Packed">Whether these are varints (int32_data, int64_data, uint64_data) instead of the values themselves.</param>
internal sealed record OnnxTensor(TensorInfo Info, long Start, long Length, bool Packed)
{
    private const int LongestName = 1 << 12;

    // Fields of TensorProto that can hold values.
    private const int FloatData = 4;
    private const int Int32Data = 5;
    private const int StringData = 6;
    private const int Int64Data = 7;
    private const int RawData = 9;
    private const int DoubleData = 10;
    private const int UInt64Data = 11;

    /// <summary>Reads a TensorProto.</summary>
    public static OnnxTensor Read(ProtoReader proto, RandomBytes bytes, int index)
    {
        string name = string.Empty;
        uint number = 0;
        var dimensions = new List<long>();
        int field = 0;
        (long Start, long Length) data = (0, 0);
        while (proto.Next())
        {
            switch (proto.Field)
            {
                case 1:
                    foreach (ulong dimension in proto.Numbers())
                    {
                        dimensions.Add((long)dimension);
                        if (dimensions.Count > Limits.Rank)
                            throw proto.Error($"a tensor of over {Limits.Rank} dimensions; the file is damaged.");
                    }

                    break;
                case 2:
                    number = (uint)proto.Require(WireType.Varint).Number;
                    break;
                case FloatData or Int32Data or Int64Data or RawData or DoubleData or UInt64Data:
                    if (field != 0)
                        throw proto.Error("a tensor with its values in two places, or not packed; the file is damaged or made to mislead: export the model again.");
                    field = proto.Field;
                    data = (proto.Require(WireType.Length).Start, proto.Length);
                    break;
                case StringData:
                    throw proto.Error("a tensor of texts, which are no weights: take it out of the model.");
                case 8:
                    name = proto.Text(LongestName);
                    break;
                case 13:
                case 14 when proto.Require(WireType.Varint).Number != 0:
                    throw proto.Error(
                        $"the values of tensor '{Printable.From(name)}' lie in another file (external data): save the model as one file, onnx.save_model(onnx.load(path), new_path).");
                default:
                    break;
            }
        }

        Exception Damaged(string problem) => proto.Error($"tensor '{Printable.From(name)}' {problem}; the file is damaged.");
        var type = TypeOf(number, problem => proto.Error($"tensor '{Printable.From(name)}' {problem}"));
        var info = new TensorInfo(index, name, type, Shapes.Check(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(dimensions), Damaged));
        if (field == 0 && info.Count > 0)
            throw Damaged($"of shape [{string.Join(", ", info.Shape)}] has no values");
        bool packed = field is Int32Data or Int64Data or UInt64Data;
        if (field != 0 && !Fits(type, field))
            throw Damaged($"has its {type} values in field {field}");
        long found = packed ? CountVarints(bytes, data.Start, data.Length) * type.ByteCount() : data.Length;
        if (found != info.ByteCount)
            throw Damaged($"has the shape [{string.Join(", ", info.Shape)}] of {type}, {info.ByteCount} bytes, and values for {found}");
        return new OnnxTensor(info, data.Start, data.Length, packed);
    }

    private static bool Fits(TensorType type, int field) => field switch
    {
        RawData => true,
        FloatData => type == TensorType.Float32,
        DoubleData => type == TensorType.Float64,
        Int64Data => type == TensorType.Int64,
        UInt64Data => type is TensorType.UInt32 or TensorType.UInt64,
        _ => type is not (TensorType.Float32 or TensorType.Float64 or TensorType.Int64 or TensorType.UInt32 or TensorType.UInt64),
    };

    // Each varint ends with a byte under 0x80.
    private static long CountVarints(RandomBytes bytes, long start, long length)
    {
        long count = 0;
        Span<byte> buffer = stackalloc byte[1 << 13];
        for (long at = 0; at < length; at += buffer.Length)
        {
            var part = buffer[..(int)Math.Min(buffer.Length, length - at)];
            if (bytes.Fill(start + at, part) != part.Length)
                throw bytes.Shrunk();
            foreach (byte value in part)
                count += value < 0x80 ? 1 : 0;
        }

        return count;
    }

    private static TensorType TypeOf(uint number, Func<string, Exception> error) => number switch
    {
        1 => TensorType.Float32,
        2 => TensorType.UInt8,
        3 => TensorType.Int8,
        4 => TensorType.UInt16,
        5 => TensorType.Int16,
        6 => TensorType.Int32,
        7 => TensorType.Int64,
        9 => TensorType.Boolean,
        10 => TensorType.Float16,
        11 => TensorType.Float64,
        12 => TensorType.UInt32,
        13 => TensorType.UInt64,
        16 => TensorType.BFloat16,
        17 => TensorType.Float8E4M3,
        19 => TensorType.Float8E5M2,
        8 => throw error("holds texts, which are no weights: take it out of the model."),
        14 or 15 => throw error("holds complex values, which have no float32: export their real and imaginary parts as tensors of their own."),
        _ => throw error($"has values of ONNX's type {number}, which this reader does not know: export the model with float32 weights."),
    };
}
