using System.Collections.Immutable;
using System.Globalization;

namespace Opml.Models.PyTorch;

/// <summary>
/// Reads a PyTorch state_dict as torch.save writes it since 1.6: a zip file (stored or deflated entries) with a pickle
/// of protocol 2 or later and one entry a storage. The pickle is not executed: it may use the names that a state_dict
/// needs and no others. Strides, offsets and shared storages are followed, devices ignored, either byte order read.
/// Sizes are checked against the file before memory is taken; what is taken is about the size of the storages, which
/// are kept in their own types.
/// </summary>
public static class StateDictReader
{
    private const int MaximumPickle = 1 << 26;
    private const int MaximumNote = 64;

    // PyTorch's kMaxSupportedFileFormatVersion (caffe2/serialize/versions.h).
    private const int NewestVersion = 10;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, usually <c>*.pt</c> or <c>*.pth</c>.</param>
    /// <param name="cancellationToken">Stops the reading between storages.</param>
    /// <returns>The model, its tensors in the dictionary's order.</returns>
    /// <exception cref="ModelFormatException">The file is no state_dict, is damaged, or holds what has no float32.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Model Read(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = File.OpenRead(path);
        return Read(stream, path, cancellationToken);
    }

    /// <summary>Reads a stream that holds the file and nothing else.</summary>
    /// <param name="stream">A stream that can seek, at its beginning; it stays open.</param>
    /// <param name="source">What to call it in messages and in the model.</param>
    /// <param name="cancellationToken">Stops the reading between storages.</param>
    /// <returns>The model, its tensors in the dictionary's order.</returns>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="ModelFormatException">The bytes are no state_dict, are damaged, or hold what has no float32.</exception>
    public static Model Read(Stream stream, string source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(source);
        if (!stream.CanSeek)
            throw new ArgumentException("The stream must be able to seek, so that sizes can be checked first.", nameof(stream));
        using var archive = TorchArchive.Open(stream, source);
        CheckVersion(archive, source);
        var order = ReadOrder(archive, source);
        string entry = archive.PickleName;
        object root = new Unpickler(new PickleCursor(archive.Read(entry, MaximumPickle), source, entry)).Load();
        var named = Entries(root, source, out var skipped);
        CheckExpansion(named, archive.Length, source);
        return new Model(source, Load(named, archive, order, cancellationToken)) { Skipped = skipped };
    }

    private static void CheckVersion(TorchArchive archive, string source)
    {
        string? text = archive.ReadText("version", MaximumNote);
        if (text is null)
            return;
        if (!int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int version) || version is < 1 or > NewestVersion)
        {
            throw new ModelFormatException(
                $"'{source}': container version '{Printable.From(text.Trim())}', where 1 to {NewestVersion} are known; save the model again with a PyTorch 1 or 2.");
        }
    }

    private static ByteOrder ReadOrder(TorchArchive archive, string source) =>
        archive.ReadText("byteorder", MaximumNote) switch
        {
            null or "little" => ByteOrder.Little,
            "big" => ByteOrder.Big,
            var other => throw new ModelFormatException(
                $"'{source}': byte order '{Printable.From(other)}', where 'little' or 'big' is due; the file is damaged."),
        };

    private static List<(string Name, TensorReference Tensor)> Entries(
        object root, string source, out ImmutableArray<string> skipped)
    {
        var tree = new PickleTree(source);
        tree.HoldsTensor(root);
        if (root is not PickleDict dict)
        {
            string found = root is TensorReference ? "a single tensor" : "no dictionary";
            throw new ModelFormatException($"'{source}' holds {found}, where a state_dict is due: torch.save(model.state_dict(), path).");
        }

        var named = new List<(string, TensorReference)>();
        var others = ImmutableArray.CreateBuilder<string>();
        foreach (var (key, value) in dict.Items)
        {
            string name = System.Convert.ToString(key, CultureInfo.InvariantCulture)!;
            if (value is TensorReference tensor && key is string)
                named.Add((name, tensor));
            else if (tree.HoldsTensor(value))
                throw Nested(source, name, key is string);
            else
                others.Add(name);
        }

        if (named.Count == 0)
            throw new ModelFormatException($"'{source}' holds no tensors, so there is nothing to convert: torch.save(model.state_dict(), path).");
        if (named.Count > Limits.Tensors)
            throw new ModelFormatException($"'{source}' holds {named.Count} tensors, more than the {Limits.Tensors} that this reader takes.");
        skipped = others.ToImmutable();
        return named;
    }

    private static ModelFormatException Nested(string source, string name, bool isText) => isText
        ? new($"'{source}', entry '{Printable.From(name)}' is a container with tensors in it: this is a checkpoint, not a state_dict. Save the weights alone, such as torch.save(torch.load(path)['{Printable.From(name)}'], new_path).")
        : new($"'{source}', entry {Printable.From(name)} has a number for a name, so this is no state_dict: torch.save(model.state_dict(), path).");

    private static void CheckExpansion(List<(string Name, TensorReference Tensor)> named, long length, string source)
    {
        Int128 values = 0;
        foreach (var (_, tensor) in named)
            values += Tensor.CountOf(tensor.Shape);
        Int128 bytes = values * sizeof(float);
        if (bytes > long.MaxValue || !Limits.Allows((long)bytes, length))
        {
            throw new ModelFormatException(
                $"'{source}': its {length} bytes describe {values} values, over {Limits.Expansion} times their size, by expanded or overlapping tensors; save them with contiguous().");
        }
    }

    private static ImmutableArray<Tensor> Load(
        List<(string Name, TensorReference Tensor)> named, TorchArchive archive, ByteOrder order, CancellationToken cancellationToken)
    {
        var storages = new Dictionary<string, Storage>(StringComparer.Ordinal);
        var tensors = ImmutableArray.CreateBuilder<Tensor>(named.Count);
        foreach (var (name, reference) in named)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (key, type, count) = reference.Storage;
            Int128 bytes = (Int128)count * (type?.ByteCount() ?? 1);
            if (!storages.TryGetValue(key, out var storage))
            {
                storage = new Storage(archive.ReadExactly(archive.StorageName(key), bytes), order);
                storages.Add(key, storage);
            }
            else if (storage.Bytes.Length != bytes)
            {
                throw new ModelFormatException(
                    $"Storage '{Printable.From(key)}' is described with {storage.Bytes.Length} bytes and again with {bytes}; the file is damaged.");
            }

            var view = new StridedView(storage, reference.Type, reference.Offset, reference.Shape, reference.Strides);
            tensors.Add(new Tensor(tensors.Count, name, reference.Type, reference.Shape, view));
        }

        return tensors.ToImmutable();
    }
}
