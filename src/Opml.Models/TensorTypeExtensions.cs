namespace Opml.Models;

/// <summary>Facts about tensor types.</summary>
public static class TensorTypeExtensions
{
    /// <summary>The bytes that one value takes in its source file, or one block of a type that has blocks.</summary>
    /// <param name="type">The type.</param>
    /// <returns>1, 2, 4 or 8; 34 for Q8_0 and 18 for Q4_0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The type is not a member of the enumeration.</exception>
    public static int ByteCount(this TensorType type) => type switch
    {
        TensorType.Float64 or TensorType.Int64 or TensorType.UInt64 => 8,
        TensorType.Float32 or TensorType.Int32 or TensorType.UInt32 => 4,
        TensorType.Float16 or TensorType.BFloat16 or TensorType.Int16 or TensorType.UInt16 => 2,
        TensorType.Float8E4M3 or TensorType.Float8E5M2 or TensorType.Int8 or TensorType.UInt8 or TensorType.Boolean => 1,
        TensorType.Q8_0 => 34,
        TensorType.Q4_0 => 18,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown tensor type."),
    };

    /// <summary>The values in a block.</summary>
    /// <param name="type">The type.</param>
    /// <returns>32 for Q8_0 and Q4_0, 1 for all others.</returns>
    public static int BlockLength(this TensorType type) => type is TensorType.Q8_0 or TensorType.Q4_0 ? 32 : 1;

    /// <summary>The bytes that a number of values takes.</summary>
    /// <param name="type">The type.</param>
    /// <param name="count">The number of values, a multiple of the type's block length.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="ArgumentException">The count is not of whole blocks.</exception>
    /// <exception cref="OverflowException">The bytes do not fit 63 bits.</exception>
    public static long ByteCount(this TensorType type, long count)
    {
        (long blocks, long rest) = Math.DivRem(count, type.BlockLength());
        return rest == 0
            ? checked(blocks * type.ByteCount())
            : throw new ArgumentException($"{count} values of {type} are no whole number of blocks of {type.BlockLength()}.", nameof(count));
    }
}
