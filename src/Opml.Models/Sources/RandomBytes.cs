using Microsoft.Win32.SafeHandles;

namespace Opml.Models.Sources;

/// <summary>The bytes of a file, read at any place.</summary>
internal abstract class RandomBytes : IDisposable
{
    /// <summary>The number of bytes when it was opened.</summary>
    public abstract long Length { get; }

    /// <summary>What to call it in messages.</summary>
    public required string Source { get; init; }

    /// <summary>Opens a file for reading.</summary>
    public static RandomBytes Open(string path) =>
        new FileBytes(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan)) { Source = path };

    /// <summary>The bytes of a stream that can seek, from its position; it stays open.</summary>
    public static RandomBytes Of(Stream stream, string source)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(source);
        if (!stream.CanSeek)
            throw new ArgumentException("The stream must be able to seek, so that sizes can be checked first.", nameof(stream));
        return new StreamBytes(stream) { Source = source };
    }

    /// <summary>Reads up to the span's length at a place; 0 at the end.</summary>
    public abstract int Read(long position, Span<byte> destination);

    /// <summary>Reads as many bytes as there are, up to the span's length.</summary>
    public int Fill(long position, Span<byte> destination)
    {
        int filled = 0;
        while (filled < destination.Length && Read(position + filled, destination[filled..]) is > 0 and int got)
            filled += got;
        return filled;
    }

    /// <summary>A stretch, which lies inside, as a stream.</summary>
    public Stream Range(long start, long length) => new RangeStream(this, start, length);

    /// <summary>A stretch, which lies inside and fits an array, in memory.</summary>
    public byte[] ToArray(long start, long length)
    {
        var bytes = new byte[length];
        return Fill(start, bytes) == length ? bytes : throw Shrunk();
    }

    /// <summary>That the file is shorter now than it was.</summary>
    public ModelFormatException Shrunk() => new($"'{Source}' became shorter while it was read: wait until it is complete and try again.");

    /// <inheritdoc/>
    public abstract void Dispose();

    private sealed class FileBytes(SafeFileHandle handle) : RandomBytes
    {
        public override long Length { get; } = RandomAccess.GetLength(handle);

        public override int Read(long position, Span<byte> destination) => RandomAccess.Read(handle, destination, position);

        public override void Dispose() => handle.Dispose();
    }

    private sealed class StreamBytes(Stream stream) : RandomBytes
    {
        private readonly long _start = stream.Position;

        public override long Length { get; } = stream.Length - stream.Position;

        public override int Read(long position, Span<byte> destination)
        {
            stream.Position = _start + position;
            return stream.Read(destination);
        }

        public override void Dispose()
        {
            // The stream is the caller's.
        }
    }
}
