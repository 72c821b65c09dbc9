using System.Collections.Immutable;

namespace Opml.Models;

/// <summary>A model: its tensors in file order.</summary>
/// <param name="Source">The path or name that the model came from, for messages.</param>
/// <param name="Tensors">The tensors; each one's index is its place here.</param>
public sealed record Model(string Source, ImmutableArray<Tensor> Tensors)
{
    /// <summary>
    /// Names of the source's entries that are no tensors (a counter, a version string) and are left out. Nested
    /// dictionaries that hold tensors are an error instead.
    /// </summary>
    public ImmutableArray<string> Skipped { get; init; } = [];

    /// <summary>The number of values in all tensors.</summary>
    public long ParameterCount => Tensors.Sum(static t => t.Count);

    /// <summary>Finds a tensor by its exact name.</summary>
    /// <param name="name">A name in the source.</param>
    /// <returns>The tensor, or null when there is none.</returns>
    public Tensor? Find(string name) => Tensors.FirstOrDefault(t => string.Equals(t.Name, name, StringComparison.Ordinal));
}
