using System.Buffers.Binary;
using Opml.Dispute.Game;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Game;

/// <summary>
/// A machine that counts to <paramref name="length"/> and halts; its hashes are the states themselves, so that traces
/// of any length cost nothing. From index <paramref name="faultAt"/> on, a bit is flipped.
/// </summary>
public sealed class CountingTrace(ulong length, ulong faultAt = ulong.MaxValue, ulong flip = 1) : ITrace
{
    public ulong Length => length;

    Hash32 ITrace.StateAt(ulong index, CancellationToken cancellationToken) => StateAt(index);

    public Hash32 StateAt(ulong index) =>
        State(Math.Min(index, length), index >= length, index >= faultAt ? flip : 0);

    /// <summary>One step of the honest machine, from any state.</summary>
    public static Hash32 Step(Hash32 state, ulong trueLength)
    {
        var bytes = state.ToArray();
        if (bytes[0] == 0)
            return state;

        var next = BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(8)) + 1;
        return State(next, next == trueLength, BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(16)));
    }

    private static Hash32 State(ulong step, bool halted, ulong flips)
    {
        Span<byte> bytes = stackalloc byte[32];
        bytes[0] = halted ? (byte)0 : (byte)3;
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], step);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], flips);
        return new Hash32(bytes);
    }
}
