using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Opml.Models.Files;

namespace Opml.Models.PyTorch;

/// <summary>
/// Writes a state_dict that <c>torch.load</c> reads (with <c>weights_only</c> too): a zip file of stored entries
/// aligned to 64 bytes, little-endian. Every tensor is written as contiguous float32 in a storage of its own, with its
/// name and unsqueezed shape. Equal models give equal bytes. At most 4 GiB and 65,000 tensors.
/// </summary>
public static class StateDictWriter
{
    private const int MaximumTensors = 65_000;
    private const string Folder = "archive";

    /// <summary>Writes a file: under a temporary name in the same folder first, then renamed.</summary>
    /// <param name="model">The model; its tensors have distinct, non-empty names.</param>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <param name="cancellationToken">Stops the writing between tensors; nothing is left behind then.</param>
    /// <exception cref="ArgumentException">A tensor has no name, or two have the same.</exception>
    /// <exception cref="ModelFormatException">The model is too large for this writer.</exception>
    /// <exception cref="IOException">The file exists and may not be replaced, or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Write(Model model, string path, bool overwrite = false, CancellationToken cancellationToken = default)
    {
        Check(model);
        AtomicFile.Write(path, overwrite, stream => Write(model, stream, cancellationToken));
    }

    /// <summary>Writes to a stream.</summary>
    /// <param name="model">The model; its tensors have distinct, non-empty names.</param>
    /// <param name="stream">Where to; it stays open and need not seek.</param>
    /// <param name="cancellationToken">Stops the writing between tensors.</param>
    /// <exception cref="ArgumentException">A tensor has no name, or two have the same.</exception>
    /// <exception cref="ModelFormatException">The model is too large for this writer.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Write(Model model, Stream stream, CancellationToken cancellationToken = default)
    {
        Check(model);
        ArgumentNullException.ThrowIfNull(stream);
        var zip = new StoredZipWriter(stream);
        zip.Add($"{Folder}/data.pkl", PickleWriter.Write(model.Tensors));
        zip.Add($"{Folder}/byteorder", "little"u8);
        for (int i = 0; i < model.Tensors.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            zip.Add(string.Create(CultureInfo.InvariantCulture, $"{Folder}/data/{i}"), LittleEndian(model.Tensors[i]));
        }

        zip.Add($"{Folder}/version", "3\n"u8);
        zip.Finish();
    }

    private static void Check(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Tensors.Length > MaximumTensors)
            throw new ModelFormatException($"A state_dict file of this writer holds at most {MaximumTensors} tensors.");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tensor in model.Tensors)
        {
            if (tensor.Name.Length == 0)
                throw new ArgumentException($"{tensor} has no name, and a state_dict goes by names.", nameof(model));
            if (!names.Add(tensor.Name))
                throw new ArgumentException($"Two tensors have the name '{tensor.Name}', and a state_dict goes by names.", nameof(model));
        }
    }

    private static ReadOnlySpan<byte> LittleEndian(Tensor tensor)
    {
        if (tensor.Count > Array.MaxLength / sizeof(float))
            throw new ModelFormatException($"{tensor} is too large for a state_dict file of this writer: 2 GiB a tensor are the most.");
        var bytes = MemoryMarshal.AsBytes(tensor.ToArray().AsSpan());
        if (!BitConverter.IsLittleEndian)
        {
            var words = MemoryMarshal.Cast<byte, uint>(bytes);
            BinaryPrimitives.ReverseEndianness(words, words);
        }

        return bytes;
    }
}
