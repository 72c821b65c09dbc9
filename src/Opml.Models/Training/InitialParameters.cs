using System.Collections.Immutable;
using System.Globalization;
using Opml.Models.Numerics;

namespace Opml.Models.Training;

/// <summary>The parameters that training begins with, as torch.nn.Conv2d's and torch.nn.Linear's: uniform within 1 / sqrt(inputs of a sum).</summary>
internal static class InitialParameters
{
    /// <summary>Draws the parameters: conv1.weight, conv1.bias, …, then those of the dense layers, fc1.weight, fc1.bias, fc2.weight, ….</summary>
    public static ImmutableArray<Tensor> Draw(TrainingOptions options, ref SplitMix64 random)
    {
        var tensors = ImmutableArray.CreateBuilder<Tensor>();
        int kernel = options.KernelSize;
        for (int l = 0; l < options.Convolutions.Length; l++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"conv{l + 1}");
            int inputs = l == 0 ? 1 : options.Convolutions[l - 1];
            double bound = 1 / Math.Sqrt(inputs * kernel * kernel);
            tensors.Add(Draw(tensors.Count, $"{name}.weight", [options.Convolutions[l], inputs, kernel, kernel], bound, ref random));
            tensors.Add(Draw(tensors.Count, $"{name}.bias", [options.Convolutions[l]], bound, ref random));
        }

        ImmutableArray<int> sizes = [options.Features, .. options.LayerSizes.Skip(1)];
        for (int l = 1; l < sizes.Length; l++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"fc{l}");
            double bound = 1 / Math.Sqrt(sizes[l - 1]);
            tensors.Add(Draw(tensors.Count, $"{name}.weight", [sizes[l], sizes[l - 1]], bound, ref random));
            tensors.Add(Draw(tensors.Count, $"{name}.bias", [sizes[l]], bound, ref random));
        }

        return tensors.ToImmutable();
    }

    private static Tensor Draw(int index, string name, ReadOnlySpan<int> shape, double bound, ref SplitMix64 random)
    {
        int count = 1;
        foreach (int d in shape)
            count = checked(count * d);
        var values = new float[count];
        foreach (ref float value in values.AsSpan())
            value = (float)random.Between(-bound, bound);
        return Tensor.Create(index, name, shape, values);
    }
}
