using System.Collections.Immutable;
using Opml.Models.Sources;

namespace Opml.Models.PyTorch;

/// <summary>
/// A tensor's window on a storage, row-major. Element (i0, i1, …) is the value numbered offset + i0·stride0 + i1·stride1
/// + … of the storage, counted in values.
/// </summary>
internal sealed class StridedStream(byte[] storage, TensorReference tensor) : ReadOnlyStream(TensorInfo.CountOf(tensor.Shape) * tensor.Type.ByteCount())
{
    private readonly int _size = tensor.Type.ByteCount();
    private readonly int[] _index = new int[tensor.Shape.Length];
    private long _value = tensor.Offset;
    private int _byte;
    private bool _ended = tensor.Shape.Contains(0);

    /// <summary>The strides of a row-major tensor without gaps.</summary>
    public static ImmutableArray<long> RowMajor(ImmutableArray<int> shape)
    {
        var strides = new long[shape.Length];
        long stride = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= Math.Max(shape[i], 1);
        }

        return ImmutableArray.Create(strides);
    }

    /// <summary>Whether the tensor's values lie one after another.</summary>
    public static bool IsContiguous(TensorReference tensor)
    {
        if (tensor.Shape.Contains(0))
            return true;
        long expected = 1;
        for (int i = tensor.Shape.Length - 1; i >= 0; i--)
        {
            if (tensor.Shape[i] > 1 && tensor.Strides[i] != expected)
                return false;
            expected *= tensor.Shape[i];
        }

        return true;
    }

    public override int Read(Span<byte> buffer)
    {
        int filled = 0;
        while (!_ended && filled < buffer.Length)
        {
            if (_byte == 0 && buffer.Length - filled >= _size && _index.Length > 0)
            {
                filled += TakeRun(buffer[filled..]);
                continue;
            }

            // A buffer that ends inside a value, or a scalar.
            int taken = Math.Min(_size - _byte, buffer.Length - filled);
            storage.AsSpan((int)(_value * _size) + _byte, taken).CopyTo(buffer[filled..]);
            filled += taken;
            _byte = (_byte + taken) % _size;
            if (_byte == 0)
                Advance(1);
        }

        return filled;
    }

    // Whole values of the innermost dimension.
    private int TakeRun(Span<byte> buffer)
    {
        int last = _index.Length - 1;
        int run = Math.Min(tensor.Shape[last] - _index[last], buffer.Length / _size);
        long stride = tensor.Strides[last];
        if (stride == 1)
        {
            storage.AsSpan((int)(_value * _size), run * _size).CopyTo(buffer);
        }
        else
        {
            long position = _value;
            for (int i = 0; i < run; i++, position += stride)
                storage.AsSpan((int)(position * _size), _size).CopyTo(buffer[(i * _size)..]);
        }

        Advance(run);
        return run * _size;
    }

    // By values of the innermost dimension, at most to its end.
    private void Advance(int count)
    {
        for (int d = _index.Length - 1; d >= 0; d--)
        {
            _index[d] += count;
            _value += count * tensor.Strides[d];
            if (_index[d] < tensor.Shape[d])
                return;
            _value -= tensor.Shape[d] * tensor.Strides[d];
            _index[d] = 0;
            count = 1;
        }

        _ended = true;
    }
}
