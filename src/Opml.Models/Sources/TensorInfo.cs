using System.Collections.Immutable;

namespace Opml.Models.Sources;

/// <summary>What is known of a tensor before its values are read.</summary>
/// <param name="Index">Its place in its file, from 0.</param>
/// <param name="Name">The name in the source, like <c>fc1.weight</c>; empty when the format has no names.</param>
/// <param name="Type">The type of the values in the source.</param>
/// <param name="Shape">The dimensions, outermost first; none for a scalar. The product fits 63 bits.</param>
public sealed record TensorInfo(int Index, string Name, TensorType Type, ImmutableArray<int> Shape)
{
    /// <summary>The number of values: the product of the dimensions, 1 for a scalar.</summary>
    public long Count { get; } = CountOf(Shape);

    /// <summary>The bytes that the values take in their own type.</summary>
    public long ByteCount => Type.ByteCount(Count);

    /// <summary>The dimensions that are not 1, outermost first; none when all are 1 or there are none.</summary>
    public ImmutableArray<int> SqueezedShape => [.. Shape.Where(static d => d != 1)];

    /// <summary>The name (or index), type and shape.</summary>
    /// <returns>For instance <c>fc1.weight Float32 [20, 784]</c>.</returns>
    public override string ToString() =>
        $"{(Name.Length == 0 ? $"tensor {Index}" : Name)} {Type} [{string.Join(", ", Shape)}]";

    /// <summary>The number of values in a shape that is known to fit 63 bits.</summary>
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
