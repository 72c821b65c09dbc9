using System.Collections.Immutable;

namespace Opml.Models.Training;

/// <summary>How to train a perceptron, or a network of LeNet's kind.</summary>
public sealed record TrainingOptions
{
    /// <summary>Sizes of all layers, input and output included; at least two.</summary>
    public ImmutableArray<int> LayerSizes { get; init; } = [784, 20, 10];

    /// <summary>
    /// Channels of each convolution between the input, a square image of one channel, and the dense layers; none for a perceptron. A
    /// convolution has stride 1 and no padding; ReLU and a 2 x 2 max-pool follow it.
    /// </summary>
    public ImmutableArray<int> Convolutions { get; init; } = [];

    /// <summary>Side of the convolutions' square kernels.</summary>
    public int KernelSize { get; init; } = 5;

    /// <summary>Passes over the training samples, 1 or more.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>Samples a step, 1 to 4096.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Adam's step size, above 0.</summary>
    public float LearningRate { get; init; } = 2e-3f;

    /// <summary>Decides the first weights and the order of the samples; equal seeds give equal models.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Side of the square images that the convolutions take.</summary>
    internal int ImageSide => (int)Math.Sqrt(LayerSizes[0]);

    /// <summary>Numbers that go into the first dense layer.</summary>
    internal int Features
    {
        get
        {
            int side = ImageSide;
            foreach (int _ in Convolutions)
                side = (side - KernelSize + 1) / 2;
            return Convolutions.IsEmpty ? LayerSizes[0] : Convolutions[^1] * side * side;
        }
    }

    /// <summary>What is wrong with the convolutions; null when nothing is.</summary>
    internal string? ConvolutionProblem()
    {
        const int mostChannels = 1024;
        const int mostUnits = 1 << 20;
        if (Convolutions.IsDefault || Convolutions.Any(static c => c is < 2 or > mostChannels) || KernelSize < 2)
            return $"Convolutions have 2 to {mostChannels} channels, and kernels of 2 x 2 or more.";
        int side = ImageSide;
        if (!Convolutions.IsEmpty && side * side != LayerSizes[0])
            return $"Convolutions take square images, and {LayerSizes[0]} numbers are none.";
        foreach (int channels in Convolutions)
        {
            int places = side - KernelSize + 1;
            if (places < 2 || places % 2 != 0)
            {
                return $"A kernel of {KernelSize} x {KernelSize} makes images of {side} x {side} ones of {Math.Max(places, 0)} x {Math.Max(places, 0)}, "
                    + "which the 2 x 2 max-pool does not divide: choose another kernel size, or fewer convolutions.";
            }

            if ((long)channels * places * places > mostUnits)
                return $"{channels} channels of {places} x {places}: at most {mostUnits} numbers are possible behind a convolution.";
            side = places / 2;
        }

        return null;
    }
}
