using System.Collections.Immutable;

namespace Opml.Models.Training;

/// <summary>
/// Training on System.Numerics.Tensors, over several processors. Equal options, samples and first parameters give equal
/// weights, to the bit, on every machine: see <see cref="ILayer"/>.
/// </summary>
/// <param name="threads">Threads at most; as many as there are processors unless given.</param>
public sealed class ManagedEngine(int? threads = null) : ITrainingEngine
{
    private readonly Workers _workers = new(Math.Max(1, threads ?? Environment.ProcessorCount));

    /// <inheritdoc/>
    public ITrainingNetwork Create(TrainingOptions options, ImmutableArray<Tensor> initial)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new Network(options, initial, _workers);
    }
}
