using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Opml.Models.Sources;

namespace Opml.Models.Inference;

/// <summary>Networks in single precision: the guests of examples/mnist and examples/lenet.</summary>
internal sealed class FloatInference : ReferenceInference
{
    private static readonly float[] s_quotients = [.. Enumerable.Range(0, 256).Select(static b => b / 255f)];

    private readonly FloatLayer[] _layers;
    private Buffers? _idle; // those of the last run, for the next

    public FloatInference(ITensorSource source, GuestProgram program, NetworkPlan plan, CancellationToken cancellationToken)
        : base(source.Source, program, plan)
    {
        _layers = new FloatLayer[plan.Layers.Length];
        for (int i = 0; i < _layers.Length; i++)
        {
            float[] weights = TensorValues.Read(source, 2 * i, cancellationToken);
            float[] bias = TensorValues.Read(source, 2 * i + 1, cancellationToken);
            _layers[i] = new FloatLayer(plan.Layers[i], weights, bias);
        }
    }

    /// <inheritdoc/>
    public override InferenceAnswer Run(ReadOnlySpan<byte> input)
    {
        var buffers = Interlocked.Exchange(ref _idle, null) ?? new Buffers(_layers);
        ReadInput(input, buffers.Numbers);
        foreach (var layer in _layers)
            layer.Run(buffers.Numbers, buffers.Room);
        float[] scores = buffers.Numbers[..Outputs];
        Volatile.Write(ref _idle, buffers);
        return InferenceAnswer.Create(Program, InferenceAnswer.Argmax(scores), scores);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadInput(ReadOnlySpan<byte> input, Span<float> numbers)
    {
        if (input.Length == Inputs)
        {
            for (int i = 0; i < input.Length; i++)
                numbers[i] = s_quotients[input[i]];
        }
        else if (input.Length == 4L * Inputs)
        {
            for (int i = 0; i < Inputs; i++)
                numbers[i] = BinaryPrimitives.ReadSingleBigEndian(input[(4 * i)..]);
        }
        else
        {
            throw WrongLength(input.Length);
        }
    }

    /// <summary>What one run at a time works in.</summary>
    private sealed class Buffers(FloatLayer[] layers)
    {
        public float[] Numbers { get; } = new float[layers.Max(static l => l.Numbers)];

        public float[] Room { get; } = new float[layers.Max(static l => l.Room)];
    }
}
