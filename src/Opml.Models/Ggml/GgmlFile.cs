using System.Collections.Immutable;

namespace Opml.Models.Ggml;

/// <summary>A ggml file and the model that is in it.</summary>
/// <param name="Path">Full path of the file.</param>
/// <param name="ByteOrder">Byte order of its words.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Model">The model that was written; its tensors keep their names, which the file does not hold.</param>
public sealed record GgmlFile(string Path, ByteOrder ByteOrder, long Length, Model Model)
{
    /// <summary>The file or name that the model came from.</summary>
    public string Source => Model.Source;

    /// <summary>The tensors in file order.</summary>
    public ImmutableArray<Tensor> Tensors => Model.Tensors;

    /// <summary>The number of values in all tensors.</summary>
    public long ParameterCount => Model.ParameterCount;
}
