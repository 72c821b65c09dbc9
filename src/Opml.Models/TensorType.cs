using System.Diagnostics.CodeAnalysis;

namespace Opml.Models;

/// <summary>The type of a tensor's values as its source file stores them.</summary>
public enum TensorType
{
    /// <summary>IEEE 754 binary32.</summary>
    Float32,

    /// <summary>IEEE 754 binary64.</summary>
    Float64,

    /// <summary>IEEE 754 binary16.</summary>
    Float16,

    /// <summary>bfloat16: the upper half of a binary32.</summary>
    BFloat16,

    /// <summary>Eight bits: sign, 4 bits of exponent, 3 of significand; no infinities (OCP 8-bit floating point, E4M3).</summary>
    Float8E4M3,

    /// <summary>Eight bits: the upper half of a binary16 (OCP 8-bit floating point, E5M2).</summary>
    Float8E5M2,

    /// <summary>64-bit two's complement.</summary>
    Int64,

    /// <summary>32-bit two's complement.</summary>
    Int32,

    /// <summary>16-bit two's complement.</summary>
    Int16,

    /// <summary>8-bit two's complement.</summary>
    Int8,

    /// <summary>64-bit unsigned.</summary>
    UInt64,

    /// <summary>32-bit unsigned.</summary>
    UInt32,

    /// <summary>16-bit unsigned.</summary>
    UInt16,

    /// <summary>8-bit unsigned.</summary>
    UInt8,

    /// <summary>One byte; 0 is false, anything else true.</summary>
    Boolean,

    /// <summary>ggml's blocks of 32: a binary16 scale, then 32 signed bytes.</summary>
    [SuppressMessage("Naming", "CA1707", Justification = "ggml's own name.")]
    Q8_0,

    /// <summary>ggml's blocks of 32: a binary16 scale, then 32 values of 4 bits, 8 being zero.</summary>
    [SuppressMessage("Naming", "CA1707", Justification = "ggml's own name.")]
    Q4_0,
}
