namespace Opml.Models.Inference;

/// <summary>What a layer does.</summary>
internal enum LayerKind
{
    Convolution,
    Dense,
    Norm,
}
