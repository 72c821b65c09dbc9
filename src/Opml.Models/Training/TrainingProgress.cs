namespace Opml.Models.Training;

/// <summary>How far training is.</summary>
/// <param name="Epoch">The epoch that runs, from 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Done">Samples of this epoch that were learnt from.</param>
/// <param name="Samples">Samples of an epoch.</param>
/// <param name="Elapsed">Time since the training began.</param>
public readonly record struct TrainingProgress(int Epoch, int Epochs, int Done, int Samples, TimeSpan Elapsed)
{
    /// <summary>The share of the whole that is done, 0 to 1.</summary>
    public double Share => ((double)(Epoch - 1) * Samples + Done) / ((double)Epochs * Samples);

    /// <summary>Samples a second so far, the time for held-out ones included.</summary>
    public double Rate => ((double)(Epoch - 1) * Samples + Done) / Math.Max(Elapsed.TotalSeconds, 1e-6);

    /// <summary>Seconds left, if it goes on as so far.</summary>
    public double SecondsLeft => Elapsed.TotalSeconds * (1 - Share) / Math.Max(Share, 1e-12);
}
