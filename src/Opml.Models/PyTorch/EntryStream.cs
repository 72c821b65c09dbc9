using System.IO.Compression;
using System.IO.Hashing;
using Opml.Models.Sources;

namespace Opml.Models.PyTorch;

/// <summary>
/// A stretch of a zip entry, read front to back. Before the stretch's last byte is given away the rest of the entry is
/// read too, and its length and checksum are verified.
/// </summary>
internal sealed class EntryStream : ReadOnlyStream
{
    private const int ScratchBytes = 1 << 16;

    private readonly ZipArchiveEntry _entry;
    private readonly Func<string, Exception?, Exception> _error;
    private readonly Stream _stream;
    private readonly Crc32 _checksum = new();
    private readonly long _start;
    private readonly long _end;
    private long _position;

    /// <param name="entry">The entry.</param>
    /// <param name="start">Its byte at which the stretch begins.</param>
    /// <param name="length">The stretch's length; it lies inside the entry.</param>
    /// <param name="error">Makes the exception of a problem and what caused it.</param>
    public EntryStream(ZipArchiveEntry entry, long start, long length, Func<string, Exception?, Exception> error)
        : base(length)
    {
        _entry = entry;
        _error = error;
        _start = start;
        _end = start + length;
        _stream = entry.Open();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_position >= _end || buffer.IsEmpty)
            return 0;
        Pass(_start);
        int got = Take(buffer[..(int)Math.Min(buffer.Length, _end - _position)]);
        if (_position == _end)
            Verify();
        return got;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _stream.Dispose();
        base.Dispose(disposing);
    }

    private void Verify()
    {
        long end = _position;
        Pass(_entry.Length);
        Span<byte> more = stackalloc byte[1];
        if (Guarded(more) > 0)
            throw _error($"unpacks to more than the {_entry.Length} bytes that it declares; the file is made to mislead.", null);
        if (_checksum.GetCurrentHashAsUInt32() != _entry.Crc32)
            throw _error("does not match its checksum; the file is damaged: copy or save it again.", null);
        _position = end;
    }

    private void Pass(long position)
    {
        if (_position >= position)
            return;
        var scratch = new byte[(int)Math.Min(ScratchBytes, position - _position)];
        while (_position < position)
            Take(scratch.AsSpan(0, (int)Math.Min(scratch.Length, position - _position)));
    }

    private int Take(Span<byte> buffer)
    {
        int got = Guarded(buffer);
        if (got == 0)
            throw _error($"ends after {_position} of {_entry.Length} bytes; the file is truncated or damaged.", null);
        _checksum.Append(buffer[..got]);
        _position += got;
        return got;
    }

    private int Guarded(Span<byte> buffer)
    {
        try
        {
            return _stream.Read(buffer);
        }
        catch (Exception e) when (TorchArchive.IsDamage(e))
        {
            throw _error($"cannot be unpacked ({e.Message}); the file is truncated or damaged.", e);
        }
    }
}
