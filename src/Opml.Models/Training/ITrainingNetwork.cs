using System.Collections.Immutable;
using Opml.Models.Data;

namespace Opml.Models.Training;

/// <summary>A network while it is trained: ReLU between its layers, softmax cross-entropy behind them, Adam.</summary>
public interface ITrainingNetwork : IDisposable
{
    /// <summary>One step of Adam on the mean loss of a batch.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="chosen">Those of the batch; at most as many as the options' batch has.</param>
    /// <returns>The sum of their losses before the step.</returns>
    double Train(ILabelledSamples data, ReadOnlySpan<int> chosen);

    /// <summary>How many samples of a batch are classified rightly: by the first of the greatest outputs.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="chosen">Those of the batch; at most as many as the options' batch has.</param>
    /// <returns>0 to the batch's length.</returns>
    int CountRight(ILabelledSamples data, ReadOnlySpan<int> chosen);

    /// <summary>The parameters as they are now.</summary>
    /// <returns>Copies, in the order of the first parameters.</returns>
    ImmutableArray<Tensor> ToTensors();
}
