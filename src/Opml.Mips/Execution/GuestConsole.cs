using System.Buffers;
using System.Text;

namespace Opml.Mips.Execution;

/// <summary>What the guest wrote to standard output and error, in order, up to a bound.</summary>
public sealed class GuestConsole(int capacity = GuestConsole.DefaultCapacity)
{
    /// <summary>Bytes kept unless told otherwise.</summary>
    public const int DefaultCapacity = 1 << 20;

    private readonly ArrayBufferWriter<byte> _text = new();

    /// <summary>Whether the guest wrote more than was kept.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>How many more bytes are kept.</summary>
    internal int Room => capacity - _text.WrittenCount;

    /// <summary>The text, read as UTF-8.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_text.WrittenSpan);

    internal void Append(ReadOnlySpan<byte> bytes, bool truncated)
    {
        _text.Write(bytes);
        IsTruncated |= truncated;
    }
}
