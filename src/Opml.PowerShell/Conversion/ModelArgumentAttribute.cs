using Opml.Models.Ggml;

namespace Opml.PowerShell.Conversion;

/// <summary>A parameter that takes the bytes of a model file: an object, bytes, or a path.</summary>
public sealed class ModelArgumentAttribute : FileArgumentAttribute<ModelBytes>
{
    /// <inheritdoc/>
    protected override string PropertyName => "Model";

    /// <inheritdoc/>
    protected override string Expectation => "The path of a model file, its bytes, or what ConvertTo-Ggml returns";

    /// <inheritdoc/>
    protected override ModelBytes FromFile(string path) => ModelBytes.FromFile(path);

    /// <inheritdoc/>
    protected override ModelBytes? FromObject(object value) => value switch
    {
        GgmlFile file => ModelBytes.FromFile(file.Path),
        _ => ByteArrays.From(value) is { } bytes ? new ModelBytes(bytes, null) : null,
    };
}
