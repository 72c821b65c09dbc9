using System.Collections.Immutable;

namespace Opml.Models.Sources;

/// <summary>Checks of the dimensions that a file states.</summary>
internal static class Shapes
{
    /// <summary>The dimensions as numbers that this library takes; an error says what is wrong with them.</summary>
    /// <param name="dimensions">As the file has them, outermost first.</param>
    /// <param name="error">Makes the exception of a problem.</param>
    public static ImmutableArray<int> Check(ReadOnlySpan<long> dimensions, Func<string, Exception> error)
    {
        if (dimensions.Length > Limits.Rank)
            throw error($"has {dimensions.Length} dimensions, where {Limits.Rank} are the most");
        var shape = ImmutableArray.CreateBuilder<int>(dimensions.Length);
        Int128 count = 1;
        foreach (long dimension in dimensions)
        {
            if (dimension is < 0 or > int.MaxValue)
                throw error($"has a dimension of {dimension}, where 0 to {int.MaxValue} are possible");
            shape.Add((int)dimension);
            count = count > long.MaxValue && dimension != 0 ? count : count * dimension;
        }

        if (count > long.MaxValue / sizeof(double))
            throw error($"of shape [{string.Join(", ", shape)}] has more values than any file holds");
        return shape.MoveToImmutable();
    }
}
