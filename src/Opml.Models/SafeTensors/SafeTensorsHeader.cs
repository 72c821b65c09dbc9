using System.Collections.Immutable;
using System.Text.Json;
using Opml.Models.Sources;

namespace Opml.Models.SafeTensors;

/// <summary>The JSON header of a safetensors file.</summary>
/// <param name="Tensors">The tensors, and where each begins after the header; each one's end agrees with its size.</param>
/// <param name="Metadata">The texts of <c>__metadata__</c>.</param>
internal sealed record SafeTensorsHeader(
    ImmutableArray<(TensorInfo Info, long Begin)> Tensors, ImmutableArray<MetadataEntry> Metadata)
{
    private const string MetadataKey = "__metadata__";
    private const int Depth = 8;

    /// <summary>Reads the header.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="ModelFormatException">It does not say what a header must.</exception>
    public static SafeTensorsHeader Parse(ReadOnlySpan<byte> json, string source)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Depth });
        var tensors = ImmutableArray.CreateBuilder<(TensorInfo, long)>();
        ImmutableArray<MetadataEntry> metadata = [];
        var names = new HashSet<string>(StringComparer.Ordinal);
        Expect(ref reader, JsonTokenType.StartObject, source, "the header");
        while (Next(ref reader) == JsonTokenType.PropertyName)
        {
            string name = Text(ref reader, source);
            if (!names.Add(name))
                throw Error(source, name, "is there twice, so it is not certain which one counts");
            if (name == MetadataKey)
                metadata = ReadMetadata(ref reader, source);
            else if (tensors.Count == Limits.Tensors)
                throw new ModelFormatException($"'{source}' holds more than the {Limits.Tensors} tensors that this reader takes.");
            else
                tensors.Add(ReadTensor(ref reader, source, name, tensors.Count));
        }

        if (reader.Read())
            throw new ModelFormatException($"'{source}': something follows the header's end; the file is damaged.");
        return new SafeTensorsHeader(tensors.ToImmutable(), metadata);
    }

    private static ImmutableArray<MetadataEntry> ReadMetadata(ref Utf8JsonReader reader, string source)
    {
        var entries = ImmutableArray.CreateBuilder<MetadataEntry>();
        Expect(ref reader, JsonTokenType.StartObject, source, MetadataKey);
        while (Next(ref reader) == JsonTokenType.PropertyName)
        {
            string key = Text(ref reader, source);
            Expect(ref reader, JsonTokenType.String, source, MetadataKey);
            entries.Add(new MetadataEntry(key, Text(ref reader, source)));
        }

        return entries.ToImmutable();
    }

    private static (TensorInfo Info, long Begin) ReadTensor(ref Utf8JsonReader reader, string source, string name, int index)
    {
        string? type = null;
        long[]? shape = null;
        long[]? offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, source, name);
        while (Next(ref reader) == JsonTokenType.PropertyName)
        {
            string key = Text(ref reader, source);
            if (key == "dtype" && type is null)
            {
                Expect(ref reader, JsonTokenType.String, source, name);
                type = Text(ref reader, source);
            }
            else if (key == "shape" && shape is null)
            {
                shape = Numbers(ref reader, source, name);
            }
            else if (key == "data_offsets" && offsets is null)
            {
                offsets = Numbers(ref reader, source, name);
            }
            else
            {
                throw Error(source, name, $"has the field '{Printable.From(key)}' once too often, or it is none that is known");
            }
        }

        if (type is null || shape is null || offsets is not [var begin, var end] || begin < 0 || end < begin)
            throw Error(source, name, "lacks its dtype, its shape or its two ascending data_offsets");
        var info = new TensorInfo(index, name, TypeOf(type, source, name), Shapes.Check(shape, p => Error(source, name, p)));
        if (info.ByteCount != end - begin)
            throw Error(source, name, $"has the shape [{string.Join(", ", shape)}] of {type}, {info.ByteCount} bytes, in {end - begin} bytes");
        return (info, begin);
    }

    private static TensorType TypeOf(string type, string source, string name) => type switch
    {
        "F32" => TensorType.Float32,
        "F64" => TensorType.Float64,
        "F16" => TensorType.Float16,
        "BF16" => TensorType.BFloat16,
        "F8_E4M3" => TensorType.Float8E4M3,
        "F8_E5M2" => TensorType.Float8E5M2,
        "I64" => TensorType.Int64,
        "I32" => TensorType.Int32,
        "I16" => TensorType.Int16,
        "I8" => TensorType.Int8,
        "U64" => TensorType.UInt64,
        "U32" => TensorType.UInt32,
        "U16" => TensorType.UInt16,
        "U8" => TensorType.UInt8,
        "BOOL" => TensorType.Boolean,
        _ => throw new ModelFormatException(
            $"'{source}', tensor '{Printable.From(name)}' has values of type {Printable.From(type)}, which this reader does not know: save the model with its tensors as float32."),
    };

    private static long[] Numbers(ref Utf8JsonReader reader, string source, string name)
    {
        Expect(ref reader, JsonTokenType.StartArray, source, name);
        var numbers = new List<long>();
        while (Next(ref reader) == JsonTokenType.Number)
        {
            if (numbers.Count > Limits.Rank)
                throw Error(source, name, $"has more than {Limits.Rank} dimensions");
            numbers.Add(reader.TryGetInt64(out long number) ? number : throw Error(source, name, "has a dimension or an offset that is no whole number of 64 bits"));
        }

        return reader.TokenType == JsonTokenType.EndArray ? [.. numbers] : throw Error(source, name, "has something else than numbers in an array");
    }

    private static JsonTokenType Next(ref Utf8JsonReader reader) => reader.Read() ? reader.TokenType : JsonTokenType.None;

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string source, string where)
    {
        if (Next(ref reader) != type)
            throw Error(source, where, $"has {reader.TokenType} where {type} is due");
    }

    private static string Text(ref Utf8JsonReader reader, string source)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new ModelFormatException($"'{source}': the safetensors header has text that is not Unicode; the file is damaged.", e);
        }
    }

    private static ModelFormatException Error(string source, string name, string problem) =>
        new($"'{source}', safetensors header, '{Printable.From(name)}' {problem}; the file is damaged or made to mislead.");
}
