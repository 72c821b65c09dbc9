using System.Collections.Immutable;

namespace Opml.Models.Training;

/// <summary>How to train a perceptron.</summary>
public sealed record TrainingOptions
{
    /// <summary>Sizes of all layers, input and output included; at least two.</summary>
    public ImmutableArray<int> LayerSizes { get; init; } = [784, 20, 10];

    /// <summary>Passes over the training samples, 1 or more.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>Samples a step, 1 to 4096.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Adam's step size, above 0.</summary>
    public float LearningRate { get; init; } = 2e-3f;

    /// <summary>Decides the first weights and the order of the samples; equal seeds give equal models.</summary>
    public ulong Seed { get; init; } = 1;
}
