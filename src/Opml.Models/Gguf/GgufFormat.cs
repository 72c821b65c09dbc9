namespace Opml.Models.Gguf;

/// <summary>Facts of GGUF (ggml's docs/gguf.md): the numbers of its types, its limits.</summary>
internal static class GgufFormat
{
    /// <summary>The version that is written; 2 differs only in that it is always little-endian.</summary>
    public const uint Version = 3;

    /// <summary>The multiple at which tensors begin, unless general.alignment says another.</summary>
    public const int DefaultAlignment = 32;

    /// <summary>Dimensions of a tensor (GGML_MAX_DIMS).</summary>
    public const int Rank = 4;

    /// <summary>Bytes of a tensor's name (GGML_MAX_NAME less its zero).</summary>
    public const int NameLength = 63;

    /// <summary>Bytes of a key.</summary>
    public const int KeyLength = 65535;

    /// <summary>The key of the alignment.</summary>
    public const string AlignmentKey = "general.alignment";

    /// <summary>The types of values that are read and written, by ggml_type's numbers.</summary>
    public static TensorType? TypeOf(uint number) => number switch
    {
        0 => TensorType.Float32,
        1 => TensorType.Float16,
        2 => TensorType.Q4_0,
        8 => TensorType.Q8_0,
        24 => TensorType.Int8,
        25 => TensorType.Int16,
        26 => TensorType.Int32,
        27 => TensorType.Int64,
        28 => TensorType.Float64,
        30 => TensorType.BFloat16,
        _ => null,
    };

    /// <summary>The number of a type that is written.</summary>
    public static uint NumberOf(TensorType type) => type switch
    {
        TensorType.Float32 => 0,
        TensorType.Float16 => 1,
        TensorType.Q4_0 => 2,
        TensorType.Q8_0 => 8,
        TensorType.BFloat16 => 30,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not written."),
    };

    /// <summary>The name of a type that is not read.</summary>
    public static string NameOf(uint number)
    {
        string[] names =
        [
            "F32", "F16", "Q4_0", "Q4_1", "Q4_2", "Q4_3", "Q5_0", "Q5_1", "Q8_0", "Q8_1", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K", "Q8_K",
            "IQ2_XXS", "IQ2_XS", "IQ3_XXS", "IQ1_S", "IQ4_NL", "IQ3_S", "IQ2_S", "IQ4_XS", "I8", "I16", "I32", "I64", "F64", "IQ1_M", "BF16",
        ];
        return number < names.Length ? names[number] : $"number {number}";
    }
}
