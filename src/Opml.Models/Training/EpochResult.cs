namespace Opml.Models.Training;

/// <summary>What an epoch came to.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Loss">Mean cross-entropy (natural logarithm) over the training images, each before the step that used it.</param>
/// <param name="Accuracy">The share of held-out images classified rightly after the epoch, 0 to 1; null without such images.</param>
/// <param name="Duration">The epoch's time, held-out images included.</param>
public sealed record EpochResult(int Epoch, int Epochs, double Loss, double? Accuracy, TimeSpan Duration);
