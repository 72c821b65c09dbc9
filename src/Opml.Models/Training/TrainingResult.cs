using System.Collections.Immutable;

namespace Opml.Models.Training;

/// <summary>A trained model and how it came about.</summary>
/// <param name="Model">
/// The weights after the best epoch: tensors fc1.weight [outputs, inputs], fc1.bias [outputs], fc2.weight, …, as a PyTorch
/// module with Linear members fc1, fc2, … has them.
/// </param>
/// <param name="Best">The best epoch: the first of the greatest accuracy, or without held-out samples of the least loss.</param>
/// <param name="Epochs">What each epoch came to.</param>
public sealed record TrainingResult(Model Model, EpochResult Best, ImmutableArray<EpochResult> Epochs);
