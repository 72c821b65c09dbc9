using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Opml.Models.Sources;
using Opml.Models.Values;

namespace Opml.Models;

/// <summary>
/// A tensor of a model in memory. Its values stay in the source's type and become float32, row-major (the last
/// dimension varies fastest), when they are read.
/// </summary>
public sealed class Tensor
{
    private const int ChunkBytes = 4096;

    private readonly byte[] _bytes;

    /// <param name="info">What the tensor is; its type has no blocks.</param>
    /// <param name="bytes">Its values, row-major, little-endian; taken over.</param>
    internal Tensor(TensorInfo info, byte[] bytes)
    {
        Info = info;
        _bytes = bytes;
    }

    /// <summary>Index, name, type and shape.</summary>
    public TensorInfo Info { get; }

    /// <inheritdoc cref="TensorInfo.Index"/>
    public int Index => Info.Index;

    /// <inheritdoc cref="TensorInfo.Name"/>
    public string Name => Info.Name;

    /// <inheritdoc cref="TensorInfo.Type"/>
    public TensorType Type => Info.Type;

    /// <inheritdoc cref="TensorInfo.Shape"/>
    public ImmutableArray<int> Shape => Info.Shape;

    /// <inheritdoc cref="TensorInfo.SqueezedShape"/>
    public ImmutableArray<int> SqueezedShape => Info.SqueezedShape;

    /// <inheritdoc cref="TensorInfo.Count"/>
    public long Count => Info.Count;

    /// <summary>Makes a float32 tensor over values of the caller's, which are copied.</summary>
    /// <param name="index">Place in the model, from 0.</param>
    /// <param name="name">Name, or an empty string.</param>
    /// <param name="shape">Dimensions, outermost first.</param>
    /// <param name="values">The values, row-major.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">A dimension is negative, or the product of them is not the number of values.</exception>
    public static Tensor Create(int index, string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var dimensions = ImmutableArray.Create(shape);
        if (dimensions.Any(static d => d < 0))
            throw new ArgumentException($"Shape [{string.Join(", ", dimensions)}] has a negative dimension.", nameof(shape));
        if (TensorInfo.CountOf(dimensions) != values.Length)
        {
            throw new ArgumentException(
                $"Shape [{string.Join(", ", dimensions)}] does not hold {values.Length} values.", nameof(shape));
        }

        byte[] bytes = MemoryMarshal.AsBytes(values).ToArray();
        ByteSwap.ToLittleEndian(bytes, TensorType.Float32);
        return new Tensor(new TensorInfo(index, name, TensorType.Float32, dimensions), bytes);
    }

    /// <summary>Converts a stretch of the values to float32.</summary>
    /// <param name="start">The first value's number in row-major order.</param>
    /// <param name="destination">Where they go; its length says how many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The stretch is not inside the tensor.</exception>
    public void CopyTo(long start, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Count - destination.Length);
        int size = Type.ByteCount();
        var raw = _bytes.AsSpan(checked((int)(start * size)), checked(destination.Length * size));
        Span<byte> chunk = stackalloc byte[ChunkBytes];
        while (!raw.IsEmpty)
        {
            // The conversion may swap in place, so it gets a copy.
            int bytes = Math.Min(ChunkBytes, raw.Length);
            raw[..bytes].CopyTo(chunk);
            ValueConversion.ToSingle(chunk[..bytes], Type, destination[..(bytes / size)]);
            raw = raw[bytes..];
            destination = destination[(bytes / size)..];
        }
    }

    /// <summary>All values as float32, row-major.</summary>
    /// <returns>A new array.</returns>
    public float[] ToArray()
    {
        var values = new float[Count];
        CopyTo(0, values);
        return values;
    }

    /// <summary>The name (or index), type and shape.</summary>
    /// <returns>For instance <c>fc1.weight Float32 [20, 784]</c>.</returns>
    public override string ToString() => Info.ToString();

    /// <summary>The values as they are kept: row-major, little-endian.</summary>
    internal Stream Open() => new MemoryStream(_bytes, writable: false);
}
