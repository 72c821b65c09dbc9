using System.Globalization;
using Opml.Models.Sources;

namespace Opml.Models.PyTorch;

/// <summary>
/// A PyTorch state_dict as torch.save writes it since 1.6: a zip file (stored or deflated entries) with a pickle of
/// protocol 2 or later and one entry a storage. The pickle is not executed: it may use the names that a state_dict
/// needs and no others. Strides, offsets and shared storages are followed, devices ignored, either byte order read.
/// </summary>
internal sealed class StateDictSource : TorchSource
{
    private const int MaximumPickle = 1 << 26;
    private const int MaximumNote = 64;

    // PyTorch's kMaxSupportedFileFormatVersion (caffe2/serialize/versions.h).
    private const int NewestVersion = 10;

    private readonly TorchArchive _archive;

    private StateDictSource(RandomBytes bytes, TorchArchive archive, ByteOrder order, TorchWeights weights)
        : base(bytes, ModelFormat.StateDict, order, weights) => _archive = archive;

    // Each opening reads a whole entry for its checksum.
    protected override int MostSharers => 4;

    /// <summary>Opens a file, which the source takes over.</summary>
    public static StateDictSource Open(RandomBytes bytes, string? entry)
    {
        var archive = TorchArchive.Open(bytes);
        try
        {
            string source = bytes.Source;
            CheckVersion(archive, source);
            var order = ReadOrder(archive, source);
            string pickle = archive.PickleName;
            object root = new Unpickler(new PickleCursor(archive.Read(pickle, MaximumPickle), source, pickle)).LoadAll();
            var weights = TorchWeights.Find(root, entry, source);
            RequireStorages(weights, archive);
            return new StateDictSource(bytes, archive, order, weights);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    public override void Dispose()
    {
        _archive.Dispose();
        base.Dispose();
    }

    protected override Stream OpenStorage(StorageReference storage, long start, long length) =>
        _archive.Open(_archive.StorageName(storage.Key), start, length);

    protected override byte[] ReadStorage(StorageReference storage) => _archive.Read(_archive.StorageName(storage.Key));

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

    private static void RequireStorages(TorchWeights weights, TorchArchive archive)
    {
        var lengths = new Dictionary<string, Int128>(StringComparer.Ordinal);
        foreach (var (_, tensor) in weights.Tensors)
        {
            var (key, _, _) = tensor.Storage;
            Int128 length = tensor.Storage.ByteCount;
            if (lengths.TryGetValue(key, out var before) && before != length)
            {
                throw new ModelFormatException(
                    $"Storage '{Printable.From(key)}' is described with {before} bytes and again with {length}; the file is damaged.");
            }

            if (lengths.TryAdd(key, length))
                archive.Require(archive.StorageName(key), length);
        }
    }
}
