using Opml.Models.Values;

namespace Opml.Models.Sources;

/// <summary>The values of a big-endian tensor in little-endian order. Reads whole values; the inner stream's length is a multiple of them.</summary>
internal sealed class SwappedStream(Stream inner, TensorType type, long length) : ReadOnlyStream(length)
{
    private readonly int _unit = type.ByteCount();
    private readonly byte[] _rest = new byte[type.ByteCount()];
    private int _restLeft;

    public override int Read(Span<byte> buffer)
    {
        if (_restLeft > 0)
            return TakeRest(buffer);
        int whole = buffer.Length - (buffer.Length % _unit);
        if (whole > 0)
        {
            int got = inner.ReadAtLeast(buffer[..whole], _unit, throwOnEndOfStream: false);
            int ragged = got % _unit;
            if (ragged > 0)
            {
                inner.ReadExactly(buffer.Slice(got, _unit - ragged));
                got += _unit - ragged;
            }

            ByteSwap.InPlace(buffer[..got], type);
            return got;
        }

        if (buffer.IsEmpty || inner.ReadAtLeast(_rest, _unit, throwOnEndOfStream: false) == 0)
            return 0;
        ByteSwap.InPlace(_rest, type);
        _restLeft = _unit;
        return TakeRest(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private int TakeRest(Span<byte> buffer)
    {
        int taken = Math.Min(_restLeft, buffer.Length);
        _rest.AsSpan(_unit - _restLeft, taken).CopyTo(buffer);
        _restLeft -= taken;
        return taken;
    }
}
