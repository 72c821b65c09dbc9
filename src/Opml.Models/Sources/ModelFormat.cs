namespace Opml.Models.Sources;

/// <summary>The formats that models are read from.</summary>
public enum ModelFormat
{
    /// <summary>No file: tensors in memory.</summary>
    None,

    /// <summary>What torch.save writes since PyTorch 1.6: a zip file with a pickle and raw storages.</summary>
    StateDict,

    /// <summary>What torch.save wrote before: pickles, then the storages.</summary>
    LegacyStateDict,

    /// <summary>safetensors: a JSON header, then raw tensors.</summary>
    SafeTensors,

    /// <summary>ONNX: the initializers of a protobuf ModelProto.</summary>
    Onnx,

    /// <summary>GGUF, version 2 or 3.</summary>
    Gguf,

    /// <summary>The opML tutorial's ggml file, without names.</summary>
    Ggml,
}
