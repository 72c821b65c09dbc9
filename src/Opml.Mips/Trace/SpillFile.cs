using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Opml.Mips.Memory;

namespace Opml.Mips.Trace;

/// <summary>
/// Pages on disk, in a file that loses its name at once, or on Windows goes with its handle: nothing is left behind, however the process
/// ends. Not safe for concurrent use.
/// </summary>
internal sealed partial class SpillFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly Stack<long> _free = [];

    private SpillFile(FileStream stream) => _stream = stream;

    /// <summary>Blocks that the file has room for, one a page; it grows by what is reserved beyond.</summary>
    public long Blocks { get; private set; }

    /// <summary>Blocks that were given back.</summary>
    public int FreeBlocks => _free.Count;

    /// <exception cref="IOException">The folder or a file in it cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static SpillFile Create(string folder)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $"opml-{Environment.ProcessId}-{Guid.NewGuid():n}.pages");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            Options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var stream = new FileStream(path, options);
        try
        {
            if (!OperatingSystem.IsWindows()) File.Delete(path);
            return new SpillFile(stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Blocks to write to, ascending.</summary>
    public long[] Reserve(int count)
    {
        long[] blocks = new long[count];
        for (int i = 0; i < count; i++) blocks[i] = _free.TryPop(out long block) ? block : Blocks++;
        Array.Sort(blocks);
        return blocks;
    }

    /// <summary>Gives a block back.</summary>
    public void Free(long block) => _free.Push(block);

    /// <summary>Writes pages to their blocks, which ascend.</summary>
    /// <exception cref="IOException">The disk is full, or failed.</exception>
    public void Write(ReadOnlySpan<long> blocks, IReadOnlyList<ReadOnlyMemory<byte>> pages)
    {
        for (int from = 0; from < blocks.Length;)
        {
            int to = from + 1;
            while (to < blocks.Length && blocks[to] == blocks[to - 1] + 1) to++;
            RandomAccess.Write(_stream.SafeFileHandle, [.. pages.Skip(from).Take(to - from)], blocks[from] * Page.Size);
            from = to;
        }
    }

    /// <summary>Reads a page.</summary>
    /// <exception cref="IOException">It cannot be read, or is not what was written.</exception>
    public void Read(long block, uint checksum, Span<byte> page)
    {
        for (int done = 0; done < Page.Size;)
        {
            int count = RandomAccess.Read(_stream.SafeFileHandle, page[done..], (block * Page.Size) + done);
            if (count == 0) throw new IOException("the file has become shorter");
            done += count;
        }
        if (Checksum(page) != checksum) throw new IOException("a page on disk is not what was written");
    }

    /// <summary>CRC-32C of a page.</summary>
    public static uint Checksum(ReadOnlySpan<byte> page)
    {
        uint checksum = ~0u;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(page)) checksum = BitOperations.Crc32C(checksum, word);
        return ~checksum;
    }

    /// <summary>What failed, without the random name of the file, so that the same is told in the same words.</summary>
    public static string Reason(Exception exception) => Name().Replace(exception.Message, "opml-*.pages");

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    [GeneratedRegex(@"opml-[0-9]+-[0-9a-f]{32}\.pages", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
