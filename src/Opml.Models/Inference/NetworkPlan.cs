using System.Collections.Immutable;
using Opml.Models.Sources;

namespace Opml.Models.Inference;

/// <summary>
/// What network a model's tensors make, told by their shapes as the guests tell it (examples/guestlib/convnet, and
/// examples/mnist/guest). Tensors come in pairs, a layer's weights and its bias. Shapes are outermost first; dimensions of 1 do not count.
/// </summary>
internal sealed record NetworkPlan(ImmutableArray<LayerPlan> Layers, int Channels, int Side)
{
    /// <summary>The side of the max-pool behind each convolution, and its stride.</summary>
    public const int Pool = 2;

    private const int MaximumSide = 4096;
    private const int MaximumNumbers = 1 << 24;

    /// <summary>The number of numbers that the network takes.</summary>
    public int Inputs => Channels * Side * Side;

    /// <summary>A perceptron: dense layers alone, weights [outputs, inputs] and bias [outputs], ReLU behind each but the last.</summary>
    /// <exception cref="ModelFormatException">The tensors are no perceptron's.</exception>
    public static NetworkPlan Perceptron(ImmutableArray<TensorInfo> tensors)
    {
        var layers = ImmutableArray.CreateBuilder<LayerPlan>();
        foreach (var (weights, bias) in Pairs(tensors))
        {
            layers.Add(Dense(weights, bias) with { HasReLU = true });
            if (layers.Count > 1)
                Chain(layers[^2].Outputs, layers[^1], weights, bias);
        }

        layers[^1] = layers[^1] with { HasReLU = false };
        return new NetworkPlan(layers.ToImmutable(), layers[0].Inputs, 1);
    }

    /// <summary>
    /// Convolutions, if any (weights of three dimensions or more: [outputs, inputs, kernel, kernel]), then dense layers and layer
    /// norms (weights [n], bias [n], unless a single number comes in). ReLU follows each convolution, and each dense layer but the last layer.
    /// </summary>
    /// <exception cref="ModelFormatException">The tensors are not those of such a network.</exception>
    public static NetworkPlan Convolutional(ImmutableArray<TensorInfo> tensors)
    {
        var layers = new List<LayerPlan>();
        foreach (var (weights, bias) in Pairs(tensors))
            layers.Add(Next(layers, weights, bias));
        for (int i = 0; i < layers.Count; i++)
            layers[i] = layers[i] with { HasReLU = layers[i].Kind == LayerKind.Convolution || (layers[i].Kind == LayerKind.Dense && i < layers.Count - 1) };
        return FindSides(layers);
    }

    private static IEnumerable<(TensorInfo Weights, TensorInfo Bias)> Pairs(ImmutableArray<TensorInfo> tensors)
    {
        if (tensors.Length is 0 || tensors.Length % 2 != 0)
            throw new ModelFormatException($"{tensors.Length} tensors are no pairs of a layer's weights and its bias");
        if (tensors.FirstOrDefault(static t => t.Count is 0 or > int.MaxValue) is { } wrong)
            throw new ModelFormatException($"{wrong} has no values, or more than fit in the machine");
        return tensors.Chunk(2).Select(static pair => (pair[0], pair[1]));
    }

    private static LayerPlan Next(List<LayerPlan> layers, TensorInfo weights, TensorInfo bias)
    {
        if (weights.SqueezedShape.Length > 2)
            return Convolution(layers, weights, bias);
        int? known = layers is [.., { Kind: not LayerKind.Convolution } last] ? last.Outputs : null;
        var layer = bias.Count > 1 && known != 1 && Has(bias, (int)bias.Count) && Has(weights, (int)bias.Count)
            ? new LayerPlan(LayerKind.Norm, (int)bias.Count, (int)bias.Count)
            : Dense(weights, bias);
        Chain(known ?? layer.Inputs, layer, weights, bias);
        return layer;
    }

    private static LayerPlan Convolution(List<LayerPlan> layers, TensorInfo weights, TensorInfo bias)
    {
        if (layers is [.., { Kind: not LayerKind.Convolution }])
            throw Wrong(weights, bias, "are a convolution's, behind a layer that is none");
        int outputs = (int)bias.Count;
        int kernel = weights.SqueezedShape[^1];
        int inputs = layers.Count > 0 ? layers[^1].Outputs : (int)(weights.Count / kernel / weights.SqueezedShape[^2] / outputs);
        if (!Has(bias, outputs) || !Has(weights, outputs, inputs, kernel, kernel))
            throw Wrong(weights, bias, $"do not fit together: a convolution's are [outputs, inputs, kernel, kernel] and [outputs], and {inputs} channels come in");
        return new LayerPlan(LayerKind.Convolution, inputs, outputs) { Kernel = kernel };
    }

    private static LayerPlan Dense(TensorInfo weights, TensorInfo bias)
    {
        int outputs = (int)bias.Count;
        int inputs = (int)(weights.Count / outputs);
        if (!Has(bias, outputs) || !Has(weights, outputs, inputs))
            throw Wrong(weights, bias, "do not fit together: a dense layer's are [outputs, inputs] and [outputs]");
        return new LayerPlan(LayerKind.Dense, inputs, outputs);
    }

    private static void Chain(int known, LayerPlan layer, TensorInfo weights, TensorInfo bias)
    {
        if (known != layer.Inputs)
            throw Wrong(weights, bias, $"take {layer.Inputs} numbers, and {known} come in");
    }

    // From the first layer that is no convolution back to the image.
    private static NetworkPlan FindSides(List<LayerPlan> layers)
    {
        int first = layers.FindIndex(static l => l.Kind != LayerKind.Convolution);
        if (first < 0)
            throw new ModelFormatException("no dense layer follows the convolutions");
        if (first == 0)
            return new NetworkPlan([.. layers], layers[0].Inputs, 1);
        int channels = layers[first - 1].Outputs;
        int numbers = layers[first].Inputs;
        int side = 1;
        while (side < MaximumSide && (long)channels * side * side < Math.Min(numbers, MaximumNumbers))
            side++;
        if ((long)channels * side * side != numbers)
            throw new ModelFormatException($"layer {first + 1} takes {numbers} numbers, which are no square images of {channels} channels");
        for (int i = first - 1; i >= 0; i--)
        {
            if (layers[i].Outputs > MaximumNumbers / side / side)
                throw new ModelFormatException($"layer {i + 1} would give more than {MaximumNumbers} numbers");
            side = side * Pool + layers[i].Kernel - 1;
            if (side > MaximumSide)
                throw new ModelFormatException($"the image would be larger than {MaximumSide} x {MaximumSide}");
            layers[i] = layers[i] with { Side = side };
        }

        if (layers[0].Inputs > MaximumNumbers / side / side)
            throw new ModelFormatException($"the image would have more than {MaximumNumbers} numbers");
        return new NetworkPlan([.. layers], layers[0].Inputs, side);
    }

    private static bool Has(TensorInfo tensor, params ReadOnlySpan<int> dimensions)
    {
        var shape = tensor.SqueezedShape;
        int at = 0;
        foreach (int d in dimensions)
        {
            if (d == 1)
                continue;
            if (at == shape.Length || shape[at++] != d)
                return false;
        }

        return at == shape.Length;
    }

    private static ModelFormatException Wrong(TensorInfo weights, TensorInfo bias, string problem) => new($"{weights} and {bias} {problem}");
}
