using System.Buffers.Binary;

namespace Opml.Mips.Tests.Image;

/// <summary>A perceptron as the guest takes it, and the rule by which its classes are computed, in the floats of .NET.</summary>
internal sealed class PerceptronModel(int[] sizes, Func<float> draw)
{
    private readonly float[][] _weights = [.. sizes.Skip(1).Select((outputs, i) => Draw(outputs * sizes[i], draw))];
    private readonly float[][] _bias = [.. sizes.Skip(1).Select(outputs => Draw(outputs, draw))];

    /// <summary>The ggml file, big-endian: the magic, then for each tensor its dimensions, innermost first, and its values.</summary>
    public byte[] ToGgml()
    {
        var file = new MemoryStream();
        Write(file, 0x67676d6c);
        for (int i = 0; i < _weights.Length; i++)
        {
            Write(file, 2, sizes[i], sizes[i + 1]);
            Write(file, _weights[i]);
            Write(file, 1, sizes[i + 1]);
            Write(file, _bias[i]);
        }

        return file.ToArray();
    }

    /// <summary>
    /// Each product and each sum rounded to a float, in the order of the inputs, the bias last; ReLU between layers; the first largest.
    /// </summary>
    public int Classify(float[] x)
    {
        for (int layer = 0; layer < _weights.Length; layer++)
        {
            float[] y = new float[sizes[layer + 1]];
            for (int i = 0; i < y.Length; i++)
            {
                float sum = 0;
                for (int j = 0; j < x.Length; j++)
                {
                    float product = (float)(_weights[layer][i * x.Length + j] * x[j]);
                    sum = (float)(sum + product);
                }

                sum = (float)(sum + _bias[layer][i]);
                y[i] = layer < _weights.Length - 1 && !(sum > 0) ? 0 : sum;
            }

            x = y;
        }

        int best = 0;
        for (int i = 1; i < x.Length; i++)
            if (x[i] > x[best]) best = i;
        return best;
    }

    public static byte[] BigEndian(float[] values)
    {
        var bytes = new MemoryStream();
        Write(bytes, values);
        return bytes.ToArray();
    }

    private static float[] Draw(int count, Func<float> draw) => [.. Enumerable.Range(0, count).Select(_ => draw())];

    private static void Write(MemoryStream file, params ReadOnlySpan<int> words)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (int word in words)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes, word);
            file.Write(bytes);
        }
    }

    private static void Write(MemoryStream file, float[] values) =>
        Write(file, Array.ConvertAll(values, BitConverter.SingleToInt32Bits));
}
