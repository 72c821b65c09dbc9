using System.Collections.Immutable;

namespace Opml.Models.Training;

/// <summary>A trained model and the state_dict that it was saved as.</summary>
/// <param name="Path">Full path of the state_dict.</param>
/// <param name="LayerSizes">Sizes of all layers, input and output included.</param>
/// <param name="Model">The tensors: the weights after the best epoch.</param>
/// <param name="Best">The best epoch: the first of the greatest accuracy, or without held-out samples of the least loss.</param>
/// <param name="Epochs">What each epoch came to.</param>
public sealed record TrainedModel(string Path, ImmutableArray<int> LayerSizes, Model Model, EpochResult Best, ImmutableArray<EpochResult> Epochs)
{
    /// <summary>Channels of each convolution between the input and the dense layers.</summary>
    public ImmutableArray<int> Convolutions { get; init; } = [];

    /// <summary>Share of held-out samples that the saved weights classify rightly, 0 to 1; null where there were none.</summary>
    public double? Accuracy => Best.Accuracy;

    /// <summary>Mean cross-entropy over the training samples of the best epoch.</summary>
    public double Loss => Best.Loss;

    /// <summary>Time that training took.</summary>
    public TimeSpan Duration => Epochs.Aggregate(TimeSpan.Zero, (sum, epoch) => sum + epoch.Duration);
}
