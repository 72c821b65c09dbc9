using Opml.Models.Ggml;
using Opml.Models.Gguf;
using Opml.Models.Onnx;
using Opml.Models.PyTorch;
using Opml.Models.SafeTensors;
using Opml.Models.Sources;

namespace Opml.Models.Reading;

/// <summary>
/// Opens model files of every format that <see cref="ModelFormat"/> names, told apart by their content. Sizes, offsets
/// and counts are checked against the file before memory is taken; nothing in a file is executed.
/// </summary>
public static class ModelFile
{
    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="entry">
    /// In a checkpoint with several dictionaries of tensors, the name of the one to take; null for the usual one.
    /// </param>
    /// <returns>Its tensors; dispose of it to close the file.</returns>
    /// <exception cref="ModelFormatException">The file is of no known format, or damaged, or holds what this library does not take.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ITensorSource Open(string path, string? entry = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Open(RandomBytes.Open(path), entry);
    }

    /// <summary>Opens what a stream holds from its position to its end.</summary>
    /// <param name="stream">A stream that can seek; it stays open, and nobody else moves it while the source is used.</param>
    /// <param name="source">What to call it in messages.</param>
    /// <param name="entry">
    /// In a checkpoint with several dictionaries of tensors, the name of the one to take; null for the usual one.
    /// </param>
    /// <returns>The tensors.</returns>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="ModelFormatException">The bytes are of no known format, or damaged, or hold what this library does not take.</exception>
    public static ITensorSource Open(Stream stream, string source, string? entry = null) => Open(RandomBytes.Of(stream, source), entry);

    /// <summary>Reads a file into memory. Quantized tensors become float32, others keep their type.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops the reading between tensors.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFormatException">The file is of no known format, or damaged, or does not fit in memory.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Model Load(string path, CancellationToken cancellationToken = default)
    {
        using var source = Open(path);
        return Model.Load(source, cancellationToken);
    }

    /// <summary>Reads what a stream holds into memory. Quantized tensors become float32, others keep their type.</summary>
    /// <param name="stream">A stream that can seek, read from its position to its end; it stays open.</param>
    /// <param name="source">What to call it in messages and in the model.</param>
    /// <param name="cancellationToken">Stops the reading between tensors.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="ModelFormatException">The bytes are of no known format, or damaged, or do not fit in memory.</exception>
    public static Model Load(Stream stream, string source, CancellationToken cancellationToken = default)
    {
        using var opened = Open(stream, source);
        return Model.Load(opened, cancellationToken);
    }

    private static ITensorSource Open(RandomBytes bytes, string? entry)
    {
        ITensorSource? opened = null;
        try
        {
            var format = FormatDetector.Detect(bytes);
            if (entry is not null && format is not (ModelFormat.StateDict or ModelFormat.LegacyStateDict))
                throw new ModelFormatException($"'{bytes.Source}' is of the format {format}, which has no entry '{Printable.From(entry)}': only PyTorch checkpoints have such.");
            opened = format switch
            {
                ModelFormat.StateDict => StateDictSource.Open(bytes, entry),
                ModelFormat.LegacyStateDict => LegacySource.Open(bytes, entry),
                ModelFormat.SafeTensors => SafeTensorsFormat.Open(bytes),
                ModelFormat.Onnx => OnnxFormat.Open(bytes),
                ModelFormat.Gguf => GgufReader.Open(bytes),
                _ => GgmlReader.Open(bytes),
            };
            Check(opened, bytes);
            return opened;
        }
        catch
        {
            (opened ?? (IDisposable)bytes).Dispose();
            throw;
        }
    }

    private static void Check(ITensorSource opened, RandomBytes bytes)
    {
        if (opened.Tensors.IsEmpty)
            throw new ModelFormatException($"'{bytes.Source}' holds no tensors, so there is nothing to convert.");
        Int128 values = 0;
        foreach (var tensor in opened.Tensors)
            values += tensor.Count;
        Int128 content = values * sizeof(float);
        if (content > long.MaxValue || !Limits.Allows((long)content, bytes.Length))
        {
            throw new ModelFormatException(
                $"'{bytes.Source}': its {bytes.Length} bytes describe {values} values, over {Limits.Expansion} times their size, by expanded or overlapping tensors; save them with contiguous().");
        }
    }
}
