using System.Collections.Immutable;

namespace Opml.Models;

/// <summary>
/// A tensor's window on a storage. Element (i0, i1, …) is the value numbered offset + i0·stride0 + i1·stride1 + … of the
/// storage, counted in values of <paramref name="type"/>.
/// </summary>
internal sealed class StridedView(
    Storage storage, TensorType type, long offset, ImmutableArray<int> shape, ImmutableArray<long> strides)
{
    private const int GatherBytes = 4096;

    private readonly bool _contiguous = IsContiguous(shape, strides);

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

    /// <summary>Converts elements to float32, in row-major order from element <paramref name="start"/> on.</summary>
    public void CopyTo(long start, Span<float> destination)
    {
        if (destination.IsEmpty)
            return;
        if (_contiguous)
        {
            Convert(offset + start, destination);
            return;
        }

        // Not contiguous, so there is at least one dimension, and none is 0 as there are elements to copy.
        int last = shape.Length - 1;
        var index = new int[shape.Length];
        long position = Locate(start, index);
        while (true)
        {
            int run = Math.Min(shape[last] - index[last], destination.Length);
            if (strides[last] == 1)
                Convert(position, destination[..run]);
            else
                Gather(position, strides[last], destination[..run]);
            destination = destination[run..];
            if (destination.IsEmpty)
                return;
            position -= index[last] * strides[last];
            index[last] = 0;
            for (int d = last - 1; d >= 0; d--)
            {
                position += strides[d];
                if (++index[d] < shape[d])
                    break;
                position -= shape[d] * strides[d];
                index[d] = 0;
            }
        }
    }

    private static bool IsContiguous(ImmutableArray<int> shape, ImmutableArray<long> strides)
    {
        var expected = RowMajor(shape);
        for (int i = 0; i < shape.Length; i++)
        {
            if (shape[i] > 1 && strides[i] != expected[i])
                return false;
        }

        return true;
    }

    private long Locate(long element, int[] index)
    {
        long position = offset;
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            (element, long i) = Math.DivRem(element, shape[d]);
            index[d] = (int)i;
            position += i * strides[d];
        }

        return position;
    }

    private void Convert(long position, Span<float> destination)
    {
        int size = type.ByteCount();
        var raw = storage.Bytes.AsSpan(checked((int)(position * size)), checked(destination.Length * size));
        ValueConversion.ToSingle(raw, type, storage.Order, destination);
    }

    private void Gather(long position, long stride, Span<float> destination)
    {
        int size = type.ByteCount();
        Span<byte> gathered = stackalloc byte[GatherBytes];
        while (!destination.IsEmpty)
        {
            int count = Math.Min(GatherBytes / size, destination.Length);
            for (int i = 0; i < count; i++, position += stride)
                storage.Bytes.AsSpan((int)(position * size), size).CopyTo(gathered[(i * size)..]);
            ValueConversion.ToSingle(gathered[..(count * size)], type, storage.Order, destination[..count]);
            destination = destination[count..];
        }
    }
}
