namespace Opml.Models.Training;

/// <summary>Is told how training goes, on the thread that trains. What it throws ends the training.</summary>
public interface ITrainingObserver
{
    /// <summary>Samples were learnt from. Called often; most calls want to be left unanswered.</summary>
    /// <param name="progress">How far the training is.</param>
    void OnProgress(in TrainingProgress progress);

    /// <summary>An epoch is over and is the best so far: see <see cref="TrainingResult.Best"/>. Comes before <see cref="OnEpoch"/>.</summary>
    /// <param name="model">The weights after it.</param>
    void OnBest(Model model);

    /// <summary>An epoch is over.</summary>
    /// <param name="epoch">What it came to.</param>
    void OnEpoch(EpochResult epoch);
}
