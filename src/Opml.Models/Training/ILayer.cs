using System.Collections.Immutable;

namespace Opml.Models.Training;

/// <summary>
/// A layer of the managed engine. A batch of n is laid out "by unit": all n values of unit 0, then of unit 1, …. Sums run
/// over units in a fixed order and vectors along the batch or along parameters, never along a sum, so that neither the
/// vectors' width nor the number of threads changes a bit.
/// </summary>
internal interface ILayer
{
    int Inputs { get; }

    int Outputs { get; }

    /// <summary>Whether <see cref="Learn"/> wants the inputs by sample too.</summary>
    bool LearnsBySample { get; }

    /// <summary>Inputs to outputs, by unit.</summary>
    void Forward(Activations inputs, float[] outputs, int count);

    /// <summary>The loss's slope by outputs to its slope by inputs, by unit.</summary>
    void Backward(Activations inputs, float[] slopes, float[] inputSlopes, int count);

    /// <summary>One step of Adam, by the inputs and the slopes by outputs of a batch.</summary>
    void Learn(Activations inputs, float[] slopes, int count);

    /// <summary>Adds the parameters to a model's.</summary>
    void AddTo(ImmutableArray<Tensor>.Builder tensors);
}
