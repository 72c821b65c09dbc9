namespace Opml.Models.Inference;

/// <summary>The project's guests: which of them runs a model is told by the model's format and shapes.</summary>
public enum GuestProgram
{
    /// <summary>examples/mnist: dense layers with ReLU between them, in single precision; the output is the class.</summary>
    Perceptron,

    /// <summary>examples/lenet: convolutions with max-pools, then dense layers and layer norms; the output is the class and the softmax.</summary>
    LeNet,

    /// <summary>examples/quantized: networks of LeNet's kind from GGUF in fixed point; the output is as LeNet's.</summary>
    Quantized,
}
