using Opml.Models.Sources;

namespace Opml.Models.Values;

/// <summary>Reads a tensor's values front to back in stretches of a few hundred kilobytes.</summary>
internal sealed class ValueReader : IDisposable
{
    /// <summary>Values of a stretch; a multiple of every block length.</summary>
    public const int Stretch = 1 << 16;

    private readonly Stream _stream;
    private readonly TensorInfo _tensor;
    private readonly byte[] _raw;
    private long _left;

    public ValueReader(ITensorSource source, int index)
    {
        _tensor = source.Tensors[index];
        _left = _tensor.Count;
        _stream = source.Open(index);
        _raw = new byte[_tensor.Type.ByteCount(Math.Min(Stretch, BlocksFor(_left)))];
    }

    /// <summary>Reads the next values as they are stored, little-endian.</summary>
    /// <returns>Their bytes, valid until the next reading; none at the end.</returns>
    public Span<byte> ReadRaw(out int count)
    {
        count = (int)Math.Min(Stretch, _left);
        var raw = _raw.AsSpan(0, (int)_tensor.Type.ByteCount(count));
        _stream.ReadExactly(raw);
        _left -= count;
        return raw;
    }

    /// <summary>Reads the next values as float32.</summary>
    /// <param name="target">At least <see cref="Stretch"/> values.</param>
    /// <returns>How many there are; 0 at the end.</returns>
    public int Read(Span<float> target)
    {
        var raw = ReadRaw(out int count);
        ValueConversion.ToSingle(raw, _tensor.Type, target[..count]);
        return count;
    }

    /// <summary>Reads the next values as float64, exactly but for 64-bit integers.</summary>
    /// <param name="target">At least <see cref="Stretch"/> values.</param>
    /// <param name="singles">Room for as many float32.</param>
    /// <returns>How many there are; 0 at the end.</returns>
    public int Read(Span<double> target, Span<float> singles)
    {
        var raw = ReadRaw(out int count);
        if (ValueConversion.IsWide(_tensor.Type))
        {
            ValueConversion.ToDouble(raw, _tensor.Type, target[..count]);
            return count;
        }

        ValueConversion.ToSingle(raw, _tensor.Type, singles[..count]);
        for (int i = 0; i < count; i++)
            target[i] = singles[i];
        return count;
    }

    public void Dispose() => _stream.Dispose();

    private long BlocksFor(long count) => count + (-count & (_tensor.Type.BlockLength() - 1));
}
