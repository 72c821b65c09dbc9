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

    /// <summary>The number of numbers that come in.</summary>
    public int Numbers => Kind == LayerKind.Convolution ? Inputs * Side * Side : Inputs;

    /// <summary>Side of the square image that comes out behind a convolution's max-pool; 1 where there is none.</summary>
    public int PooledSide => Kind == LayerKind.Convolution ? (Side - Kernel + 1) / NetworkPlan.Pool : 1;

    /// <summary>
    /// Where among the numbers that come in those are that a row of weights is for, in the weights' order; with a convolution, those at
    /// the image's top left, from where they move with the place. Images are [channels, rows, columns].
    /// </summary>
    public int[] Positions()
    {
        if (Kind != LayerKind.Convolution)
            return [.. Enumerable.Range(0, Inputs)];
        var positions = new int[Inputs * Kernel * Kernel];
        for (int i = 0; i < positions.Length; i++)
        {
            int channel = i / (Kernel * Kernel), row = i / Kernel % Kernel, column = i % Kernel;
            positions[i] = (channel * Side + row) * Side + column;
        }

        return positions;
    }
}
