using System.Collections.Immutable;
using System.Text;
using Opml.Models.Sources;

namespace Opml.Models.Gguf;

/// <summary>What a GGUF file will hold: its tensors in their types with names and places, its metadata.</summary>
internal sealed record GgufPlan(ImmutableArray<TensorInfo> Tensors, ImmutableArray<MetadataEntry> Metadata)
{
    private const string ArchitectureKey = "general.architecture";
    private const string FileTypeKey = "general.file_type";
    private const string QuantizationKey = "general.quantization_version";

    // ggml.h, GGML_QNT_VERSION.
    private const uint QuantizationVersion = 2;

    // What the writer itself decides.
    private static readonly HashSet<string> s_own = [GgufFormat.AlignmentKey, FileTypeKey, QuantizationKey];

    /// <summary>Plans the file.</summary>
    /// <exception cref="ModelFormatException">GGUF cannot hold a tensor.</exception>
    /// <exception cref="ArgumentException">A pair is of the writer's own, or has no key.</exception>
    public static GgufPlan Make(ITensorSource source, GgufOptions options)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        ImmutableArray<TensorInfo> tensors = [.. source.Tensors.Select(t => t with { Name = Name(t, names, source.Source), Type = TypeOf(t, options.Type) })];
        foreach (var tensor in source.Tensors)
        {
            if (tensor.Shape.Length > GgufFormat.Rank)
                throw new ModelFormatException($"'{source.Source}', {tensor}: GGUF has {GgufFormat.Rank} dimensions at most; reshape the tensor.");
            if (tensor.Count == 0)
                throw new ModelFormatException($"'{source.Source}', {tensor} has no values, and GGUF's readers do not take such: leave it out (-Tensor).");
        }

        return new GgufPlan(tensors, Describe(source, options, tensors));
    }

    private static string Name(TensorInfo tensor, HashSet<string> names, string source)
    {
        string name = tensor.Name.Length == 0 ? $"tensor.{tensor.Index}" : tensor.Name;
        if (Encoding.UTF8.GetByteCount(name) > GgufFormat.NameLength)
            throw new ModelFormatException($"'{source}', {Printable.From(name)}: names in GGUF have {GgufFormat.NameLength} bytes at most; rename the tensor.");
        return names.Add(name) ? name : throw new ModelFormatException($"'{source}': two tensors have the name '{Printable.From(name)}', and GGUF goes by names.");
    }

    private static TensorType TypeOf(TensorInfo tensor, GgmlType wanted)
    {
        var type = wanted switch
        {
            GgmlType.F32 => TensorType.Float32,
            GgmlType.F16 => TensorType.Float16,
            GgmlType.BF16 => TensorType.BFloat16,
            GgmlType.Q8_0 => TensorType.Q8_0,
            GgmlType.Q4_0 => TensorType.Q4_0,
            _ => throw new ArgumentOutOfRangeException(nameof(wanted), wanted, "Unknown type."),
        };
        return tensor.Shape.Length >= 2 && tensor.Shape[^1] % type.BlockLength() == 0 ? type : TensorType.Float32;
    }

    private static ImmutableArray<MetadataEntry> Describe(ITensorSource source, GgufOptions options, ImmutableArray<TensorInfo> tensors)
    {
        // In order of first mention; a dictionary would not keep it.
        var pairs = new List<MetadataEntry> { new(ArchitectureKey, "unknown") };
        void Set(MetadataEntry pair)
        {
            int place = pairs.FindIndex(p => p.Key == pair.Key);
            if (place < 0)
                pairs.Add(pair);
            else
                pairs[place] = pair;
        }

        string prefix = source.Format switch
        {
            ModelFormat.SafeTensors => "safetensors.",
            ModelFormat.Onnx => "onnx.",
            _ => string.Empty,
        };
        foreach (var pair in source.Metadata)
        {
            if (!s_own.Contains(pair.Key))
                Set(pair.Key.StartsWith(prefix, StringComparison.Ordinal) ? pair : pair with { Key = prefix + pair.Key });
        }

        foreach (var pair in options.Metadata)
        {
            if (s_own.Contains(pair.Key) || pair.Key.Length is 0 or > GgufFormat.KeyLength)
                throw new ArgumentException($"Metadata '{pair.Key}' is no key, or one that the writer itself sets.", nameof(options));
            Set(pair);
        }

        Set(new MetadataEntry(FileTypeKey, FileType(tensors)));
        if (tensors.Any(static t => t.Type.BlockLength() > 1))
            Set(new MetadataEntry(QuantizationKey, QuantizationVersion));
        return [.. pairs];
    }

    // llama.h, llama_ftype: ALL_F32 or MOSTLY_…, where there is anything of it.
    private static uint FileType(ImmutableArray<TensorInfo> tensors) =>
        tensors.Select(static t => t.Type).FirstOrDefault(static t => t != TensorType.Float32, TensorType.Float32) switch
        {
            TensorType.Float16 => 1,
            TensorType.Q4_0 => 2,
            TensorType.Q8_0 => 7,
            TensorType.BFloat16 => 32,
            _ => 0,
        };
}
