using System.Buffers.Binary;
using Opml.Models.Sources;

namespace Opml.Models.Onnx;

/// <summary>
/// Packed varints as the values that they stand for: the lowest bytes of each number (onnx.proto, int32_data: small
/// types are widened, the floating ones bit by bit). Values must fit their type.
/// </summary>
internal sealed class VarintStream(Stream packed, TensorInfo tensor, string source) : ReadOnlyStream(tensor.ByteCount)
{
    private readonly BufferedStream _packed = new(packed, 1 << 16);
    private readonly byte[] _value = new byte[sizeof(ulong)];
    private readonly int _size = tensor.Type.ByteCount();
    private int _valueLeft;

    public override int Read(Span<byte> buffer)
    {
        int filled = 0;
        while (filled < buffer.Length && (_valueLeft > 0 || NextValue()))
        {
            int taken = Math.Min(_valueLeft, buffer.Length - filled);
            _value.AsSpan(_size - _valueLeft, taken).CopyTo(buffer[filled..]);
            _valueLeft -= taken;
            filled += taken;
        }

        return filled;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _packed.Dispose();
        base.Dispose(disposing);
    }

    private bool NextValue()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            int part = _packed.ReadByte();
            if (part < 0 && shift == 0)
                return false;
            if (part < 0 || shift > 63)
                throw new ModelFormatException($"'{source}', {tensor}: a number that is cut off or over 10 bytes; the file is damaged.");
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                break;
        }

        int unused = 64 - (8 * _size);
        bool fits = value << unused >> unused == value || (long)value << unused >> unused == (long)value;
        if (!fits)
            throw new ModelFormatException($"'{source}', {tensor}: the number {(long)value}, which is none of its type; the file is damaged.");
        BinaryPrimitives.WriteUInt64LittleEndian(_value, value);
        _valueLeft = _size;
        return true;
    }
}
