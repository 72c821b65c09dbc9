using System.Collections.Immutable;

namespace Opml.Models.Training;

/// <summary>What does the arithmetic of training. The order of the samples and the first weights are the trainer's.</summary>
public interface ITrainingEngine
{
    /// <summary>Makes a network that can be trained.</summary>
    /// <param name="options">Layers, batch and learning rate.</param>
    /// <param name="initial">Its first parameters, in order, named and shaped as the trained ones will be.</param>
    /// <returns>The network; to be disposed of.</returns>
    ITrainingNetwork Create(TrainingOptions options, ImmutableArray<Tensor> initial);
}
