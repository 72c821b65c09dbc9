using System.Collections.Immutable;

namespace Opml.Models.Inference;

/// <summary>A model's answer to an input, with what it is the answer to.</summary>
public sealed record InferenceResult
{
    /// <summary>The input's file; null where it came as bytes or from a set of images.</summary>
    public string? Input { get; init; }

    /// <summary>The image's number in its set, from 0; null where there is no set.</summary>
    public int? Index { get; init; }

    /// <summary>The class that the image's set says is right; null where there is no set.</summary>
    public int? Label { get; init; }

    /// <summary>The guest whose answer this is.</summary>
    public required GuestProgram Program { get; init; }

    /// <inheritdoc cref="InferenceAnswer.Class"/>
    public required int Class { get; init; }

    /// <summary>The class's share of <see cref="Probabilities"/>.</summary>
    public float Probability => Probabilities[Class];

    /// <inheritdoc cref="InferenceAnswer.Scores"/>
    public required ImmutableArray<float> Scores { get; init; }

    /// <inheritdoc cref="InferenceAnswer.Probabilities"/>
    public required ImmutableArray<float> Probabilities { get; init; }

    /// <inheritdoc cref="InferenceAnswer.Output"/>
    public required byte[] Output { get; init; }

    /// <summary>Time that the inference took; reading the model and the input is not in it.</summary>
    public required TimeSpan Duration { get; init; }
}
