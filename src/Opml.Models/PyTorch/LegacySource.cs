using System.Numerics;
using Opml.Models.Sources;

namespace Opml.Models.PyTorch;

/// <summary>
/// A PyTorch file from before 1.6 (torch/serialization.py, _legacy_save): pickles of a magic number, a protocol
/// version, the system's facts, the object and the keys of its storages; then each storage, its number of values as 64
/// little-endian bits before it. Values are little-endian on every system. The pickles are not executed.
/// </summary>
internal sealed class LegacySource : TorchSource
{
    private const int MaximumPickle = 1 << 26;
    private const long Version = 1001;
    private const string Entry = "pickle";

    private static readonly BigInteger s_magic = BigInteger.Parse("1950a86a20f9469cfc6c", System.Globalization.NumberStyles.HexNumber, null);

    private readonly Dictionary<string, long> _places;

    private LegacySource(RandomBytes bytes, Dictionary<string, long> places, TorchWeights weights)
        : base(bytes, ModelFormat.LegacyStateDict, ByteOrder.Little, weights) => _places = places;

    // Nothing beside the stretch is read.
    protected override int MostSharers => int.MaxValue;

    /// <summary>Opens a file, which the source takes over.</summary>
    public static LegacySource Open(RandomBytes bytes, string? entry)
    {
        var cursor = new PickleCursor(bytes.ToArray(0, Math.Min(bytes.Length, MaximumPickle)), bytes.Source, Entry);
        if (new Unpickler(cursor).Load() is not BigInteger magic || magic != s_magic)
            throw cursor.Error("a magic number other than PyTorch's; the file is damaged.");
        if (new Unpickler(cursor).Load() is not Version)
            throw cursor.Error($"a protocol version other than {Version}; the file is damaged, or older than PyTorch 0.2.");
        if (new Unpickler(cursor).Load() is not PickleDict)
            throw cursor.Error("no dictionary of the system's facts; the file is damaged.");
        var unpickler = new Unpickler(cursor);
        object root = unpickler.Load();
        if (new Unpickler(cursor).Load() is not PickleList keys)
            throw cursor.Error("no list of the storages; the file is damaged.");
        var places = Place(bytes, cursor, keys, unpickler.Storages);
        var weights = TorchWeights.Find(root, entry, bytes.Source);
        foreach (var (name, tensor) in weights.Tensors)
        {
            if (!places.ContainsKey(tensor.Storage.Key))
                throw new ModelFormatException($"'{bytes.Source}': the storage of '{Printable.From(name)}' is missing; the file is incomplete: save it again.");
        }

        return new LegacySource(bytes, places, weights);
    }

    protected override Stream OpenStorage(StorageReference storage, long start, long length) =>
        Bytes.Range(_places[storage.Key] + start, length);

    protected override byte[] ReadStorage(StorageReference storage) => storage.ByteCount <= Array.MaxLength
        ? Bytes.ToArray(_places[storage.Key], (long)storage.ByteCount)
        : throw new ModelFormatException(
            $"'{Source}': storage '{Printable.From(storage.Key)}' has {storage.ByteCount} bytes, more than this reader takes in one that is strided ({Array.MaxLength}): save its tensors with contiguous().");

    private static Dictionary<string, long> Place(RandomBytes bytes, PickleCursor pickles, PickleList keys, List<StorageReference> storages)
    {
        var known = new Dictionary<string, StorageReference>(StringComparer.Ordinal);
        foreach (var storage in storages)
        {
            if (!known.TryAdd(storage.Key, storage) && known[storage.Key] != storage)
                throw pickles.Error($"storage '{Printable.From(storage.Key)}' is described in two ways; the file is damaged.");
        }

        var places = new Dictionary<string, long>(StringComparer.Ordinal);
        var cursor = new ByteCursor(bytes, pickles.Position, bytes.Length);
        foreach (object item in keys.Items)
        {
            if (item is not string key || !known.TryGetValue(key, out var storage))
                throw pickles.Error("a storage that nothing describes; the file is damaged.");
            ulong count = cursor.UInt64();
            if (count != (ulong)storage.Count)
                throw cursor.Error($"storage '{Printable.From(key)}' has {count} values, but the pickle says {storage.Count}; the file is damaged: save it again.");
            if (!places.TryAdd(key, cursor.Position))
                throw pickles.Error($"storage '{Printable.From(key)}' is listed twice; the file is damaged.");
            cursor.Skip((ulong)Int128.Min(storage.ByteCount, long.MaxValue));
        }

        if (cursor.Left > 0)
            throw cursor.Error($"{cursor.Left} bytes follow the last storage; the file is damaged, or holds several objects: save them one by one.");
        return places;
    }
}
