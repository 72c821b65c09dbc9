using System.IO.Compression;
using System.IO.Hashing;
using Opml.Models.Sources;

namespace Opml.Models.PyTorch;

/// <summary>
/// The zip container of PyTorch 1.6 and later: one folder with <c>data.pkl</c>, <c>data/KEY</c> for each storage, and
/// optionally <c>version</c> and <c>byteorder</c>. Nothing is unpacked before its declared size has been weighed
/// against the length of the file.
/// </summary>
internal sealed class TorchArchive : IDisposable
{
    private const string PickleSuffix = "/data.pkl";
    private const int MaximumEntries = 2 * Limits.Tensors;

    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly ZipArchive _zip;
    private readonly string _source;
    private readonly string _folder;

    private TorchArchive(ZipArchive zip, string source, long length)
    {
        _zip = zip;
        _source = source;
        Length = length;
        _folder = Index();
    }

    /// <summary>The length of the whole file in bytes.</summary>
    public long Length { get; }

    /// <summary>The full name of the pickle's entry.</summary>
    public string PickleName => _folder + PickleSuffix;

    /// <summary>Opens the container and checks its directory.</summary>
    public static TorchArchive Open(RandomBytes bytes)
    {
        string source = bytes.Source;
        long length = bytes.Length;
        var stream = bytes.Range(0, length);
        ZipArchive? zip = null;
        try
        {
            zip = new ZipArchive(stream, ZipArchiveMode.Read);
            return new TorchArchive(zip, source, length);
        }
        catch (Exception e) when (IsDamage(e))
        {
            zip?.Dispose();
            throw new ModelFormatException(
                $"'{source}': the zip directory cannot be read ({e.Message}); the file is truncated or damaged: copy or save it again.", e);
        }
        catch
        {
            zip?.Dispose();
            throw;
        }
    }

    /// <summary>The full name of a storage's entry.</summary>
    public string StorageName(string key) => $"{_folder}/data/{key}";

    /// <summary>Reads a small record of the folder, like <c>version</c>, as text.</summary>
    public string? ReadText(string record, int limit)
    {
        if (!_entries.TryGetValue($"{_folder}/{record}", out var entry))
            return null;
        if (entry.Length > limit)
            throw Error(entry.FullName, $"has {entry.Length} bytes, where at most {limit} make sense; the file is damaged.");
        return System.Text.Encoding.UTF8.GetString(ReadEntry(entry));
    }

    /// <summary>Reads an entry whole; its size must be within the limit.</summary>
    public byte[] Read(string name, long limit)
    {
        var entry = Find(name);
        if (entry.Length > limit)
            throw Error(name, $"has {entry.Length} bytes, more than the {limit} that this reader takes.");
        return ReadEntry(entry);
    }

    /// <summary>Requires that an entry is there, readable, and of a size.</summary>
    public void Require(string name, Int128 length)
    {
        var entry = Find(name);
        if (entry.Length != length)
            throw Error(name, $"has {entry.Length} bytes, but the pickle says {length}; the file is damaged: save it again.");
        if (entry.IsEncrypted)
            throw Error(name, "is encrypted: unpack the file and save the model again without a password.");
    }

    /// <summary>Reads an entry whole, if it fits an array.</summary>
    public byte[] Read(string name)
    {
        var entry = Find(name);
        if (entry.Length > Array.MaxLength)
            throw Error(name, $"has {entry.Length} bytes, more than this reader takes in one storage that is shared or strided ({Array.MaxLength}): save its tensors with clone().");
        return ReadEntry(entry);
    }

    /// <summary>Opens a stretch of an entry, which lies inside; with its last byte the whole entry's checksum is verified.</summary>
    public Stream Open(string name, long start, long length)
    {
        var entry = Find(name);
        try
        {
            return new EntryStream(entry, start, length, (problem, inner) => Error(name, problem, inner));
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Unpacking(entry, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _zip.Dispose();

    /// <summary>Whether System.IO.Compression says so that a zip file is damaged.</summary>
    public static bool IsDamage(Exception e) =>
        e is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException or OverflowException;

    private ZipArchiveEntry Find(string name) =>
        _entries.TryGetValue(name, out var entry) ? entry : throw Error(name, "is missing; the file is incomplete: save it again.");

    private string Index()
    {
        if (_zip.Entries.Count > MaximumEntries)
            throw new ModelFormatException($"'{_source}': {_zip.Entries.Count} zip entries, where at most {MaximumEntries} make sense.");
        Int128 content = 0;
        Int128 packed = 0;
        foreach (var entry in _zip.Entries)
        {
            if (entry.Length < 0 || entry.CompressedLength < 0)
                throw Error(entry.FullName, "has an impossible size; the file is damaged.");
            content += entry.Length;
            packed += entry.CompressedLength;
            if (!_entries.TryAdd(entry.FullName, entry))
                throw Error(entry.FullName, "is there twice, so it is not certain which one counts: save the model again with torch.save.");
        }

        if (packed > Length)
        {
            throw new ModelFormatException(
                $"'{_source}': its entries claim {packed} bytes of a file of {Length}; the file is truncated, damaged or made to mislead.");
        }

        if (content > long.MaxValue || !Limits.Allows((long)content, Length))
        {
            throw new ModelFormatException(
                $"'{_source}': its {Length} bytes claim to unpack to {content}, over {Limits.Expansion} times as many. PyTorch does not compress: save the model again with torch.save.");
        }

        return FindFolder();
    }

    private string FindFolder()
    {
        var pickles = _entries.Keys.Where(static n => n.EndsWith(PickleSuffix, StringComparison.Ordinal)
            && n.IndexOf('/', StringComparison.Ordinal) == n.Length - PickleSuffix.Length).ToList();
        if (pickles.Count != 1)
        {
            string found = pickles.Count == 0 ? "no entry NAME/data.pkl" : $"{pickles.Count} entries NAME/data.pkl";
            throw new ModelFormatException(
                $"'{_source}' is a zip file with {found}, so not one that torch.save wrote: save model.state_dict() with torch.save.");
        }

        string folder = pickles[0][..^PickleSuffix.Length];
        if (_entries.ContainsKey($"{folder}/constants.pkl")
            || _entries.Keys.Any(n => n.StartsWith($"{folder}/code/", StringComparison.Ordinal)))
        {
            throw new ModelFormatException(
                $"'{_source}' is a TorchScript program: load it with torch.jit.load and save its state_dict() with torch.save.");
        }

        return folder;
    }

    private byte[] ReadEntry(ZipArchiveEntry entry)
    {
        if (entry.IsEncrypted)
            throw Error(entry.FullName, "is encrypted: unpack the file and save the model again without a password.");
        try
        {
            using var stream = entry.Open();
            var bytes = new byte[entry.Length];
            stream.ReadExactly(bytes);
            if (stream.ReadByte() >= 0)
                throw Error(entry.FullName, $"unpacks to more than the {entry.Length} bytes that it declares; the file is made to mislead.");
            if (Crc32.HashToUInt32(bytes) != entry.Crc32)
                throw Error(entry.FullName, "does not match its checksum; the file is damaged: copy or save it again.");
            return bytes;
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Unpacking(entry, e);
        }
    }

    private ModelFormatException Unpacking(ZipArchiveEntry entry, Exception inner) =>
        Error(entry.FullName, $"cannot be unpacked ({inner.Message}); the file is truncated or damaged.", inner);

    private ModelFormatException Error(string entry, string problem, Exception? inner = null) =>
        new($"'{_source}', entry '{Printable.From(entry)}' {problem}", inner!);
}
