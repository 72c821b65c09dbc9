using Opml.Models.Data;
using Opml.Models.Numerics;

namespace Opml.Models.Training;

/// <summary>Softmax cross-entropy, natural logarithm.</summary>
internal static class SoftmaxLoss
{
    /// <summary>
    /// The sum of a batch's losses, and the slopes of their mean by the outputs: (softmax - 1 at the label, softmax elsewhere)
    /// / count. The slopes are the same to the bit everywhere; the loss's last digits are the platform's logarithm's.
    /// </summary>
    /// <param name="data">The samples.</param>
    /// <param name="chosen">Those of the batch.</param>
    /// <param name="values">The outputs, by unit.</param>
    /// <param name="outputs">How many units.</param>
    /// <param name="slopes">Takes the slopes, by unit.</param>
    public static double Measure(ILabelledSamples data, ReadOnlySpan<int> chosen, float[] values, int outputs, float[] slopes)
    {
        int count = chosen.Length;
        double loss = 0;
        Span<double> powers = outputs <= 256 ? stackalloc double[outputs] : new double[outputs];
        for (int b = 0; b < count; b++)
        {
            float largest = float.NegativeInfinity;
            for (int i = 0; i < outputs; i++)
                largest = Math.Max(largest, values[i * count + b]);
            double sum = 0;
            for (int i = 0; i < outputs; i++)
                sum += powers[i] = StableMath.Exp((double)values[i * count + b] - largest);
            int label = data.GetClass(chosen[b]);
            for (int i = 0; i < outputs; i++)
                slopes[i * count + b] = (float)((powers[i] / sum - (i == label ? 1 : 0)) / count);
            loss += Math.Log(sum) - ((double)values[label * count + b] - largest);
        }

        return loss;
    }
}
