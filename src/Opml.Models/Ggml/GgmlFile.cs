using System.Collections.Immutable;
using Opml.Models.Sources;

namespace Opml.Models.Ggml;

/// <summary>A ggml or GGUF file that was written.</summary>
/// <param name="Path">Full path of the file.</param>
/// <param name="Format"><see cref="ModelFormat.Ggml"/> or <see cref="ModelFormat.Gguf"/>.</param>
/// <param name="ByteOrder">Byte order of its words.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Source">The file or name that the model came from.</param>
/// <param name="Tensors">
/// The tensors in file order, in the types that they are written in, with their source's shapes and names; the
/// tutorial's ggml holds no names.
/// </param>
public sealed record GgmlFile(
    string Path, ModelFormat Format, ByteOrder ByteOrder, long Length, string Source, ImmutableArray<TensorInfo> Tensors)
{
    /// <summary>The number of values in all tensors.</summary>
    public long ParameterCount => Tensors.Sum(static t => t.Count);
}
