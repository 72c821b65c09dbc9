using System.Buffers;
using System.Text;
using Opml.Mips.Memory;
using Opml.Mips.State;

namespace Opml.Mips.Execution;

/// <summary>What the guest wrote to standard output and error, in order, up to a bound.</summary>
public sealed class GuestConsole(int capacity = GuestConsole.DefaultCapacity)
{
    /// <summary>Bytes kept unless told otherwise.</summary>
    public const int DefaultCapacity = 1 << 20;

    private readonly ArrayBufferWriter<byte> _text = new();

    /// <summary>Whether the guest wrote more than was kept.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>The text, read as UTF-8.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_text.WrittenSpan);

    /// <summary>Copies what a system call that is about to be executed says, if it is a write.</summary>
    internal void Overhear(CpuState state, AddressSpace memory)
    {
        if (!SystemCalls.IsWrite(state, out _, out uint address, out uint count)) return;
        ulong untilEnd = (1UL << 32) - address;
        int kept = (int)Math.Min(Math.Min(count, untilEnd), (ulong)(capacity - _text.WrittenCount));
        memory.Read(address, _text.GetSpan(Math.Max(kept, 1))[..kept]);
        _text.Advance(kept);
        IsTruncated |= (uint)kept < count;
    }
}
