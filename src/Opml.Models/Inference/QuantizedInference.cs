using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Opml.Models.Numerics;
using Opml.Models.Sources;
using Opml.Models.Values;

namespace Opml.Models.Inference;

/// <summary>Networks in fixed point: the guest of examples/quantized. Integers throughout, but for the input and the softmax.</summary>
internal sealed class QuantizedInference : ReferenceInference
{
    private readonly (FixedMatrix Weights, float[] Bias)[] _layers;

    private QuantizedInference(string source, NetworkPlan plan, (FixedMatrix Weights, float[] Bias)[] layers)
        : base(source, GuestProgram.Quantized, plan) => _layers = layers;

    /// <summary>Reads a model; what the guest refuses is refused.</summary>
    public static QuantizedInference Read(ITensorSource source, NetworkPlan plan, CancellationToken cancellationToken)
    {
        var layers = new (FixedMatrix, float[])[plan.Layers.Length];
        for (int i = 0; i < layers.Length; i++)
        {
            var weights = source.Tensors[2 * i];
            var bias = source.Tensors[2 * i + 1];
            var layer = plan.Layers[i];
            string? problem = layer.Kind == LayerKind.Norm ? "a layer norm, which fixed point does not have"
                : weights.Type is not (TensorType.Q8_0 or TensorType.Float32) ? $"{weights} is of another type than F32 and Q8_0"
                : bias.Type != TensorType.Float32 || (layer.Kind == LayerKind.Convolution && weights.Type != TensorType.Float32)
                    ? $"{weights}, {bias}: kernels and biases have to be F32"
                : weights.Type == TensorType.Q8_0 && layer.Inputs % BlockQ8.Length != 0
                    ? $"{weights} has rows of {layer.Inputs} numbers, which are no whole blocks of {BlockQ8.Length}"
                    : null;
            if (problem is not null)
                throw Wrong(source, i, problem);
            var matrix = weights.Type == TensorType.Q8_0
                ? FixedMatrix.FromBlocks(TensorValues.ReadRaw(source, weights.Index, cancellationToken), layer.Outputs)
                : FixedMatrix.Quantize(TensorValues.Read(source, weights.Index, cancellationToken), layer.Outputs);
            float[] values = TensorValues.Read(source, bias.Index, cancellationToken);
            layers[i] = (
                matrix ?? throw Wrong(source, i, $"{weights} has a value or scale that is too large for Q8_0, or is not finite"),
                Array.TrueForAll(values, float.IsFinite) ? values : throw Wrong(source, i, $"{bias} has a value that is not finite"));
        }

        return new QuantizedInference(source.Source, plan, layers);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override InferenceAnswer Run(ReadOnlySpan<byte> input)
    {
        var (numbers, exponent) = ReadInput(input);
        for (int i = 0; ; i++)
        {
            var (weights, bias) = _layers[i];
            var layer = Plan.Layers[i];
            long[] sums = layer.Kind == LayerKind.Convolution
                ? FixedLayers.ConvolveAndPool(layer, weights, bias, numbers, exponent)
                : FixedLayers.Dense(weights, bias, numbers, exponent);
            exponent += weights.Exponent;
            if (i == _layers.Length - 1)
                return Answer(sums, exponent);
            (numbers, exponent) = FixedLayers.ReLU(sums, exponent);
        }
    }

    private static InferenceAnswer Answer(long[] sums, int exponent)
    {
        int best = 0;
        for (int i = 1; i < sums.Length; i++)
        {
            if (sums[i] > sums[best])
                best = i;
        }

        return InferenceAnswer.Create(GuestProgram.Quantized, best, Array.ConvertAll(sums, s => SingleMath.FromFixed(s, exponent)));
    }

    // Bytes become the nearest to byte / 255 with 15 bits after the point; floats get the exponent that gives the largest 15 bits.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (int[] Numbers, int Exponent) ReadInput(ReadOnlySpan<byte> input)
    {
        var numbers = new int[Inputs];
        if (input.Length == numbers.Length)
        {
            for (int i = 0; i < numbers.Length; i++)
                numbers[i] = ((input[i] << 16) + 255) / 510;
            return (numbers, FixedLayers.NumberBits);
        }

        if (input.Length != 4L * numbers.Length)
            throw WrongLength(input.Length);
        var values = new float[numbers.Length];
        float most = 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleBigEndian(input[(4 * i)..]);
            if (!float.IsFinite(values[i]))
                throw new ModelFormatException($"Number {i + 1} of the input is not finite; '{Source}' computes in fixed point.");
            most = Math.Max(most, Math.Abs(values[i]));
        }

        if (most == 0)
            return (numbers, 0);
        int exponent = FixedLayers.NumberBits - 1 - SingleMath.Exponent(most);
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = (int)SingleMath.ToFixed(values[i], exponent);
        return (numbers, exponent);
    }

    private static ModelFormatException Wrong(ITensorSource source, int layer, string problem) =>
        new($"'{source.Source}', layer {layer + 1}: {problem}. The guest in fixed point does not take the model.");
}
