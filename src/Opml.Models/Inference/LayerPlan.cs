namespace Opml.Models.Inference;

/// <summary>What is known of a layer before its values are read.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Inputs">Channels that a convolution takes, else numbers.</param>
/// <param name="Outputs">Channels that a convolution gives, else numbers.</param>
internal sealed record LayerPlan(LayerKind Kind, int Inputs, int Outputs)
{
    /// <summary>Side of a convolution's square kernel.</summary>
    public int Kernel { get; init; }

    /// <summary>Side of the square image that a convolution takes.</summary>
    public int Side { get; init; }

    /// <summary>Whether ReLU follows; behind a convolution, so does a 2 x 2 max-pool.</summary>
    public bool HasReLU { get; init; }
}
