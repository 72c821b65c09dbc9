namespace Opml.Models;

/// <summary>Facts about tensor types.</summary>
public static class TensorTypeExtensions
{
    /// <summary>The bytes that one value takes in its source file.</summary>
    /// <param name="type">The type.</param>
    /// <returns>1, 2, 4 or 8.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The type is not a member of the enumeration.</exception>
    public static int ByteCount(this TensorType type) => type switch
    {
        TensorType.Float64 or TensorType.Int64 or TensorType.UInt64 => 8,
        TensorType.Float32 or TensorType.Int32 or TensorType.UInt32 => 4,
        TensorType.Float16 or TensorType.BFloat16 or TensorType.Int16 or TensorType.UInt16 => 2,
        TensorType.Float8E4M3 or TensorType.Float8E5M2 or TensorType.Int8 or TensorType.UInt8 or TensorType.Boolean => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown tensor type."),
    };
}
