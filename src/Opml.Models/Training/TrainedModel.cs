using System.Collections.Immutable;

namespace Opml.Models.Training;

/// <summary>A trained model and the state_dict that it was saved as.</summary>
/// <param name="Path">Full path of the state_dict.</param>
/// <param name="LayerSizes">Sizes of all layers, input and output included.</param>
/// <param name="Model">The tensors.</param>
/// <param name="Epochs">What each epoch came to.</param>
public sealed record TrainedModel(string Path, ImmutableArray<int> LayerSizes, Model Model, ImmutableArray<EpochResult> Epochs)
{
    /// <summary>Share of held-out images that are classified rightly, 0 to 1; null where there were none.</summary>
    public double? Accuracy => Epochs[^1].Accuracy;

    /// <summary>Mean cross-entropy over the last epoch's training images.</summary>
    public double Loss => Epochs[^1].Loss;

    /// <summary>Time that training took.</summary>
    public TimeSpan Duration => Epochs.Aggregate(TimeSpan.Zero, (sum, epoch) => sum + epoch.Duration);
}
