using System.Collections.Immutable;
using Opml.Models.Reading;
using Opml.Models.Sources;

namespace Opml.Models.Inference;

/// <summary>
/// A model computed natively, bit for bit as the project's guest for it computes it in the machine: the same operations in the same
/// order, each rounded to nearest even, none fused. It tells in microseconds what the machine will answer. One instance serves any
/// number of threads.
/// </summary>
public abstract class ReferenceInference
{
    private protected ReferenceInference(string source, GuestProgram program, NetworkPlan plan)
    {
        Source = source;
        Program = program;
        Plan = plan;
    }

    /// <summary>The path or name that the model came from.</summary>
    public string Source { get; }

    /// <summary>The guest whose answers these are.</summary>
    public GuestProgram Program { get; }

    /// <summary>The number of numbers that the model takes.</summary>
    public int Inputs => Plan.Inputs;

    /// <summary>The number of classes.</summary>
    public int Outputs => Plan.Layers[^1].Outputs;

    private protected NetworkPlan Plan { get; }

    /// <summary>Reads a model file.</summary>
    /// <param name="path">
    /// A model: big-endian ggml or GGUF as the machine loads it; or a format that the machine does not load (a state_dict, safetensors,
    /// ONNX), which stands for the ggml file that ConvertTo-Ggml makes of it.
    /// </param>
    /// <param name="cancellationToken">Stops the reading between tensors.</param>
    /// <returns>The model, ready to run.</returns>
    /// <exception cref="ModelFormatException">The file is damaged, or none of the guests runs it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ReferenceInference Load(string path, CancellationToken cancellationToken = default)
    {
        using var source = ModelFile.Open(path);
        return From(source, cancellationToken);
    }

    /// <summary>Reads a model.</summary>
    /// <param name="source">As <see cref="Load(string, CancellationToken)"/> takes it; it stays open.</param>
    /// <param name="cancellationToken">Stops the reading between tensors.</param>
    /// <returns>The model, ready to run.</returns>
    /// <exception cref="ModelFormatException">The file is damaged, or none of the guests runs it.</exception>
    public static ReferenceInference From(ITensorSource source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        CheckByteOrder(source);
        if (source.Format == ModelFormat.Gguf)
            return QuantizedInference.Read(source, Planned(source, NetworkPlan.Convolutional), cancellationToken);
        var program = source.Tensors.Any(static t => t.SqueezedShape.Length > 2) ? GuestProgram.LeNet : GuestProgram.Perceptron;
        var plan = Planned(source, program == GuestProgram.LeNet ? NetworkPlan.Convolutional : NetworkPlan.Perceptron);
        return new FloatInference(source, program, plan, cancellationToken);
    }

    /// <summary>Runs the model.</summary>
    /// <param name="input">
    /// Either one byte for each of the model's inputs, which stands for byte / 255, or four, a big-endian float32.
    /// </param>
    /// <returns>What comes out.</returns>
    /// <exception cref="ModelFormatException">The guest would refuse the input.</exception>
    public abstract InferenceAnswer Run(ReadOnlySpan<byte> input);

    /// <summary>How an input of another length is refused.</summary>
    private protected ModelFormatException WrongLength(int length) => new(
        $"The input has {length} bytes; '{Source}' takes {Inputs}, one for each number, or {4L * Inputs} of big-endian float32.");

    private static void CheckByteOrder(ITensorSource source)
    {
        if (source is StretchSource { Order: ByteOrder.Little } && source.Format is ModelFormat.Ggml or ModelFormat.Gguf)
            throw new ModelFormatException($"'{source.Source}' is little-endian; the machine needs it converted with -ByteOrder Big.");
    }

    private static NetworkPlan Planned(ITensorSource source, Func<ImmutableArray<TensorInfo>, NetworkPlan> read)
    {
        try
        {
            return read(source.Tensors);
        }
        catch (ModelFormatException problem)
        {
            throw Unknown(source, problem);
        }
    }

    private static ModelFormatException Unknown(ITensorSource source, ModelFormatException problem) => new(
        $"'{source.Source}' is none of the models that are known here: {problem.Message}. Known are, as pairs of weights and bias: perceptrons "
        + "(dense layers); networks of LeNet's kind (convolutions, then dense layers and layer norms); and the latter in GGUF, of F32 and Q8_0. "
        + "Invoke-MipsVm runs any other with its own program.",
        problem);
}
