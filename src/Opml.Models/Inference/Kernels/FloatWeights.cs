namespace Opml.Models.Inference.Kernels;

/// <summary>The weights and biases of outputs laid out for a kernel: lanes run across the outputs.</summary>
internal sealed class FloatWeights
{
    /// <param name="weights">Shape [outputs, inputs], row-major.</param>
    /// <param name="bias">One for each output.</param>
    /// <param name="positions">Where each input is among the numbers.</param>
    /// <param name="kernel">The kernel; null for what is best here.</param>
    public FloatWeights(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int[] positions, FloatKernel? kernel = null)
    {
        int outputs = bias.Length;
        Kernel = kernel ?? FloatKernel.For(outputs);
        Padded = (outputs + Kernel.Lanes - 1) / Kernel.Lanes * Kernel.Lanes;
        Positions = positions;
        Reach = positions.Max() + 1;
        Columns = new float[checked(positions.Length * Padded)];
        Biases = new float[Padded];
        bias.CopyTo(Biases);
        for (int i = 0; i < outputs; i++)
        {
            for (int j = 0; j < positions.Length; j++)
                Columns[j * Padded + i] = weights[i * positions.Length + j];
        }
    }

    public FloatKernel Kernel { get; }

    /// <summary>A whole number of vectors of outputs; what is beyond the outputs is 0.</summary>
    public int Padded { get; }

    public int[] Positions { get; }

    /// <summary>Numbers that a place needs.</summary>
    public int Reach { get; }

    /// <summary>Shape [inputs, padded outputs].</summary>
    public float[] Columns { get; }

    /// <summary>One for each padded output.</summary>
    public float[] Biases { get; }
}
