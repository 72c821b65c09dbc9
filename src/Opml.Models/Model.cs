using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Opml.Models.Sources;
using Opml.Models.Values;

namespace Opml.Models;

/// <summary>A model in memory: its tensors in file order.</summary>
/// <param name="Source">The path or name that the model came from, for messages.</param>
/// <param name="Tensors">The tensors; each one's index is its place here.</param>
public sealed record Model(string Source, ImmutableArray<Tensor> Tensors)
{
    /// <summary>
    /// Names of the source's entries that are no tensors (a counter, a version string), or not of the model's weights,
    /// and are left out.
    /// </summary>
    public ImmutableArray<string> Skipped { get; init; } = [];

    /// <summary>The number of values in all tensors.</summary>
    public long ParameterCount => Tensors.Sum(static t => t.Count);

    /// <summary>Reads all of a source into memory. Quantized tensors become float32, others keep their type.</summary>
    /// <param name="source">The tensors; the source stays open.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFormatException">The file is damaged, or a tensor is too large for an array.</exception>
    public static Model Load(ITensorSource source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var tensors = ImmutableArray.CreateBuilder<Tensor>(source.Tensors.Length);
        foreach (var info in source.Tensors)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var kept = info.Type.BlockLength() == 1 ? info : info with { Type = TensorType.Float32 };
            if (kept.ByteCount > Array.MaxLength)
            {
                throw new ModelFormatException(
                    $"'{source.Source}', {info}: {kept.ByteCount} bytes are more than fit in memory as one tensor ({Array.MaxLength}); split the tensor.");
            }

            tensors.Add(new Tensor(kept, Read(source, info, kept.ByteCount, cancellationToken)));
        }

        return new Model(source.Source, tensors.ToImmutable()) { Skipped = source.Skipped };
    }

    /// <summary>Finds a tensor by its exact name.</summary>
    /// <param name="name">A name in the source.</param>
    /// <returns>The tensor, or null when there is none.</returns>
    public Tensor? Find(string name) => Tensors.FirstOrDefault(t => string.Equals(t.Name, name, StringComparison.Ordinal));

    /// <summary>The model as a source of tensors, which need not be disposed of.</summary>
    /// <returns>The source.</returns>
    public ITensorSource AsSource() => new MemorySource(this);

    private static byte[] Read(ITensorSource source, TensorInfo info, long length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        if (info.Type.BlockLength() == 1)
        {
            using var stream = source.Open(info.Index);
            stream.ReadExactly(bytes);
            return bytes;
        }

        using var reader = new ValueReader(source, info.Index);
        var buffer = new float[ValueReader.Stretch];
        for (int at = 0; reader.Read(buffer) is > 0 and int count; at += count * sizeof(float))
        {
            cancellationToken.ThrowIfCancellationRequested();
            MemoryMarshal.AsBytes(buffer.AsSpan(0, count)).CopyTo(bytes.AsSpan(at));
        }

        ByteSwap.ToLittleEndian(bytes, TensorType.Float32);
        return bytes;
    }
}
