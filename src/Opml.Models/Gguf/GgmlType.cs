using System.Diagnostics.CodeAnalysis;

namespace Opml.Models.Gguf;

/// <summary>The types that tensors are written in, by ggml's names.</summary>
[SuppressMessage("Naming", "CA1707", Justification = "ggml's own names.")]
public enum GgmlType
{
    /// <summary>IEEE 754 binary32.</summary>
    F32,

    /// <summary>IEEE 754 binary16.</summary>
    F16,

    /// <summary>bfloat16: the upper half of a binary32.</summary>
    BF16,

    /// <summary>Blocks of 32 values of 8 bits with one scale: 8.5 bits a value.</summary>
    Q8_0,

    /// <summary>Blocks of 32 values of 4 bits with one scale: 4.5 bits a value.</summary>
    Q4_0,
}
