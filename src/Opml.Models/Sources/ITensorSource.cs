using System.Collections.Immutable;

namespace Opml.Models.Sources;

/// <summary>
/// The tensors of a model, wherever they lie: what they are is known, their values are read when they are asked for.
/// Dispose of it to close the file. Several tensors can be open at once; one source serves one thread.
/// </summary>
public interface ITensorSource : IDisposable
{
    /// <summary>The path or name that the model came from, for messages.</summary>
    string Source { get; }

    /// <summary>The format that the content has.</summary>
    ModelFormat Format { get; }

    /// <summary>The tensors in file order; each one's index is its place here.</summary>
    ImmutableArray<TensorInfo> Tensors { get; }

    /// <summary>What the file says besides its tensors: GGUF's pairs, safetensors' and ONNX's properties.</summary>
    ImmutableArray<MetadataEntry> Metadata { get; }

    /// <summary>Names of entries that are no tensors, or not of the model's weights, and are left out.</summary>
    ImmutableArray<string> Skipped { get; }

    /// <summary>Opens the values of a tensor.</summary>
    /// <param name="index">The tensor's index.</param>
    /// <returns>
    /// A stream of exactly <see cref="TensorInfo.ByteCount"/> bytes: the values in the tensor's own type, row-major,
    /// little-endian. It throws <see cref="ModelFormatException"/> where the file turns out to be damaged.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such tensor.</exception>
    /// <exception cref="ObjectDisposedException">The source is closed.</exception>
    Stream Open(int index);
}
