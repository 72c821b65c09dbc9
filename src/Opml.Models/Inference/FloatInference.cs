using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Opml.Models.Sources;

namespace Opml.Models.Inference;

/// <summary>Networks in single precision: the guests of examples/mnist and examples/lenet.</summary>
internal sealed class FloatInference : ReferenceInference
{
    private static readonly float[] s_quotients = [.. Enumerable.Range(0, 256).Select(static b => b / 255f)];

    private readonly (FloatMatrix Weights, float[] Gain, float[] Bias)[] _layers;

    public FloatInference(ITensorSource source, GuestProgram program, NetworkPlan plan, CancellationToken cancellationToken)
        : base(source.Source, program, plan)
    {
        _layers = new (FloatMatrix, float[], float[])[plan.Layers.Length];
        for (int i = 0; i < _layers.Length; i++)
        {
            var layer = plan.Layers[i];
            float[] weights = TensorValues.Read(source, 2 * i, cancellationToken);
            float[] bias = TensorValues.Read(source, 2 * i + 1, cancellationToken);
            _layers[i] = layer.Kind == LayerKind.Norm
                ? (new FloatMatrix([], 0), weights, bias)
                : (new FloatMatrix(weights, layer.Outputs), [], bias);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override InferenceAnswer Run(ReadOnlySpan<byte> input)
    {
        float[] numbers = ReadInput(input);
        for (int i = 0; i < _layers.Length; i++)
        {
            var (weights, gain, bias) = _layers[i];
            var layer = Plan.Layers[i];
            numbers = layer.Kind switch
            {
                LayerKind.Convolution => FloatLayers.ConvolveAndPool(layer, weights, bias, numbers),
                LayerKind.Norm => FloatLayers.Normalise(gain, bias, numbers),
                _ => FloatLayers.Dense(weights, bias, numbers),
            };
            if (layer is { Kind: LayerKind.Dense, HasReLU: true })
                FloatLayers.ReLU(numbers);
        }

        return InferenceAnswer.Create(Program, InferenceAnswer.Argmax(numbers), numbers);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float[] ReadInput(ReadOnlySpan<byte> input)
    {
        var values = new float[Inputs];
        if (input.Length == values.Length)
        {
            for (int j = 0; j < values.Length; j++)
                values[j] = s_quotients[input[j]];
        }
        else if (input.Length == 4L * values.Length)
        {
            for (int j = 0; j < values.Length; j++)
                values[j] = BinaryPrimitives.ReadSingleBigEndian(input[(4 * j)..]);
        }
        else
        {
            throw WrongLength(input.Length);
        }

        return values;
    }
}
