using Opml.Models;
using Opml.Models.Ggml;
using Opml.Models.Inference;
using Opml.Models.Reading;
using Opml.Models.Training;

namespace Opml.PowerShell.Conversion;

/// <summary>A parameter that takes a model to infer with: an object, a path, or bytes.</summary>
public sealed class InferenceModelArgumentAttribute : FileArgumentAttribute<ReferenceInference>
{
    /// <inheritdoc/>
    protected override string PropertyName => "Model";

    /// <inheritdoc/>
    protected override string Expectation => "The path of a model file, its bytes, or what ConvertTo-Ggml or New-OpmlModel returns";

    /// <inheritdoc/>
    protected override ReferenceInference FromFile(string path) => ReferenceInference.Load(path);

    /// <inheritdoc/>
    protected override ReferenceInference? FromObject(object value)
    {
        switch (value)
        {
            case GgmlFile file:
                return ReferenceInference.Load(file.Path);
            case TrainedModel trained:
                return ReferenceInference.From(trained.Model.AsSource());
            case Model model:
                return ReferenceInference.From(model.AsSource());
        }
        if (ByteArrays.From(value) is not { } bytes) return null;
        using var source = ModelFile.Open(new MemoryStream(bytes, writable: false), "the model");
        return ReferenceInference.From(source);
    }
}
