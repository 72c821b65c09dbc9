using System.Collections.Immutable;

namespace Opml.Models;

/// <summary>
/// A tensor of a model. Its values stay as their file stores them and become float32, row-major (the last dimension
/// varies fastest), when they are read.
/// </summary>
public sealed class Tensor
{
    private readonly StridedView _view;

    internal Tensor(int index, string name, TensorType type, ImmutableArray<int> shape, StridedView view)
    {
        Index = index;
        Name = name;
        Type = type;
        Shape = shape;
        Count = CountOf(shape);
        _view = view;
    }

    /// <summary>The tensor's place in its file, from 0.</summary>
    public int Index { get; }

    /// <summary>The name in the source, like <c>fc1.weight</c>; empty when the format has no names.</summary>
    public string Name { get; }

    /// <summary>The type of the values in the source.</summary>
    public TensorType Type { get; }

    /// <summary>The dimensions, outermost first, as the source has them; none for a scalar.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>The dimensions that are not 1, outermost first; none when all are 1 or there are none.</summary>
    public ImmutableArray<int> SqueezedShape => [.. Shape.Where(static d => d != 1)];

    /// <summary>The number of values: the product of the dimensions, 1 for a scalar.</summary>
    public long Count { get; }

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
        if (CountOf(dimensions) != values.Length)
        {
            throw new ArgumentException(
                $"Shape [{string.Join(", ", dimensions)}] does not hold {values.Length} values.", nameof(shape));
        }

        var order = BitConverter.IsLittleEndian ? ByteOrder.Little : ByteOrder.Big;
        var storage = new Storage(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values).ToArray(), order);
        var view = new StridedView(storage, TensorType.Float32, 0, dimensions, StridedView.RowMajor(dimensions));
        return new Tensor(index, name, TensorType.Float32, dimensions, view);
    }

    /// <summary>Converts a stretch of the values to float32.</summary>
    /// <param name="start">The first value's number in row-major order.</param>
    /// <param name="destination">Where they go; its length says how many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The stretch is not inside the tensor.</exception>
    public void CopyTo(long start, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Count - destination.Length);
        _view.CopyTo(start, destination);
    }

    /// <summary>All values as float32, row-major.</summary>
    /// <returns>A new array.</returns>
    /// <exception cref="InvalidOperationException">There are more values than an array holds; use <see cref="CopyTo"/>.</exception>
    public float[] ToArray()
    {
        if (Count > Array.MaxLength)
            throw new InvalidOperationException($"{this} has too many values for an array: read it in stretches with CopyTo.");
        var values = new float[Count];
        _view.CopyTo(0, values);
        return values;
    }

    /// <summary>The name (or index), type and shape.</summary>
    /// <returns>For instance <c>fc1.weight Float32 [20, 784]</c>.</returns>
    public override string ToString() =>
        $"{(Name.Length == 0 ? $"tensor {Index}" : Name)} {Type} [{string.Join(", ", Shape)}]";

    /// <summary>The number of values in a shape that is known to fit 64 bits.</summary>
    internal static long CountOf(ImmutableArray<int> shape)
    {
        if (shape.Contains(0))
            return 0;
        long count = 1;
        foreach (int dimension in shape)
            count = checked(count * dimension);
        return count;
    }
}
