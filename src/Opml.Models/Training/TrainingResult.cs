using System.Collections.Immutable;

namespace Opml.Models.Training;

/// <summary>A trained model and how it came about.</summary>
/// <param name="Model">Tensors fc1.weight [outputs, inputs], fc1.bias [outputs], fc2.weight, …, as a PyTorch module with Linear members fc1, fc2, … has them.</param>
/// <param name="Epochs">What each epoch came to.</param>
public sealed record TrainingResult(Model Model, ImmutableArray<EpochResult> Epochs);
