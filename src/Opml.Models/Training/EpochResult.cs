namespace Opml.Models.Training;

/// <summary>What an epoch came to.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Loss">Mean cross-entropy (natural logarithm) over the training samples, each before the step that used it.</param>
/// <param name="Accuracy">The share of held-out samples classified rightly after the epoch, 0 to 1; null without such samples.</param>
/// <param name="Duration">The epoch's time, held-out samples included.</param>
/// <param name="IsBest">Whether it is the best so far: of the greatest accuracy, or without held-out samples the least loss.</param>
public sealed record EpochResult(int Epoch, int Epochs, double Loss, double? Accuracy, TimeSpan Duration, bool IsBest);
