using System.Buffers.Binary;
using Opml.Models.Numerics;
using Opml.Models.Sources;
using Opml.Models.Values;

namespace Opml.Models.Inference;

/// <summary>Networks in fixed point: the guest of examples/quantized. Integers throughout, but for the input and the softmax.</summary>
internal sealed class QuantizedInference : ReferenceInference
{
    private readonly FixedLayer[] _layers;
    private Buffers? _idle; // those of the last run, for the next

    private QuantizedInference(string source, NetworkPlan plan, FixedLayer[] layers)
        : base(source, GuestProgram.Quantized, plan) => _layers = layers;

    /// <summary>Reads a model; what the guest refuses is refused.</summary>
    public static QuantizedInference Read(ITensorSource source, NetworkPlan plan, CancellationToken cancellationToken)
    {
        var layers = new FixedLayer[plan.Layers.Length];
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
            layers[i] = new FixedLayer(
                layer,
                matrix ?? throw Wrong(source, i, $"{weights} has a value or scale that is too large for Q8_0, or is not finite"),
                Array.TrueForAll(values, float.IsFinite) ? values : throw Wrong(source, i, $"{bias} has a value that is not finite"));
        }

        return new QuantizedInference(source.Source, plan, layers);
    }

    /// <inheritdoc/>
    public override InferenceAnswer Run(ReadOnlySpan<byte> input)
    {
        var buffers = Interlocked.Exchange(ref _idle, null) ?? new Buffers(_layers, Plan);
        var numbers = buffers.Numbers;
        Read(input, numbers);
        for (int i = 0; ; i++)
        {
            var layer = _layers[i];
            var sums = buffers.Sums.AsSpan(0, layer.Places * layer.Padded);
            int exponent = layer.Multiply(numbers, sums);
            int outputs = Plan.Layers[i].Outputs;
            if (i == _layers.Length - 1)
            {
                var answer = Answer(sums[..outputs], exponent);
                Volatile.Write(ref _idle, buffers);
                return answer;
            }

            numbers.SetRectified(sums, layer.Places, outputs, exponent);
        }
    }

    private static InferenceAnswer Answer(ReadOnlySpan<long> sums, int exponent)
    {
        int best = 0;
        var scores = new float[sums.Length];
        for (int i = 0; i < sums.Length; i++)
        {
            scores[i] = SingleMath.FromFixed(sums[i], exponent);
            if (sums[i] > sums[best])
                best = i;
        }

        return InferenceAnswer.Create(GuestProgram.Quantized, best, scores);
    }

    private void Read(ReadOnlySpan<byte> input, FixedNumbers numbers)
    {
        if (input.Length == Inputs)
        {
            numbers.SetBytes(input);
            return;
        }

        if (input.Length != 4L * Inputs)
            throw WrongLength(input.Length);
        var values = new float[Inputs];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleBigEndian(input[(4 * i)..]);
            if (!float.IsFinite(values[i]))
                throw new ModelFormatException($"Number {i + 1} of the input is not finite; '{Source}' computes in fixed point.");
        }

        numbers.SetSingles(values);
    }

    private static ModelFormatException Wrong(ITensorSource source, int layer, string problem) =>
        new($"'{source.Source}', layer {layer + 1}: {problem}. The guest in fixed point does not take the model.");

    /// <summary>What one run at a time works in.</summary>
    private sealed class Buffers(FixedLayer[] layers, NetworkPlan plan)
    {
        public FixedNumbers Numbers { get; } = new(plan.Layers.Max(static l => l.Numbers));

        public long[] Sums { get; } = new long[layers.Max(static l => l.Places * l.Padded)];
    }
}
