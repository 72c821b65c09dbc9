namespace Opml.Models.Training;

/// <summary>The loss of an epoch is not a finite number: the weights have run away, and no later epoch could bring them back.</summary>
public sealed class TrainingDivergedException : ArithmeticException
{
    /// <summary>Says when, and what to do.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="learningRate">The learning rate that it had.</param>
    /// <param name="best">The best epoch before, or null.</param>
    public TrainingDivergedException(int epoch, float learningRate, int? best)
        : base($"In epoch {epoch} the loss is no number any more; a learning rate of {learningRate} is too high for these samples, or their values are too large. Lower it, or bring the values nearer to 0."
            + (best is null ? "" : $" The weights after epoch {best} are kept."))
    {
    }
}
