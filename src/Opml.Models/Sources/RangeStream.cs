namespace Opml.Models.Sources;

/// <summary>A stretch of a file as a stream that can seek. Reading past what the file has left is an error.</summary>
internal sealed class RangeStream(RandomBytes bytes, long start, long length) : ReadOnlyStream(length)
{
    private long _position;

    public override bool CanSeek => true;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        long left = Length - _position;
        if (left <= 0 || buffer.IsEmpty)
            return 0;
        int got = bytes.Read(start + _position, buffer[..(int)Math.Min(left, buffer.Length)]);
        if (got == 0)
            throw bytes.Shrunk();
        _position += got;
        return got;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };
}
