using System.Buffers.Binary;
using Opml.Dispute.Game;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Contracts;

/// <summary>
/// The toy machine's run, state by state: it counts to <see cref="Length"/> and ends with a memory, a status and an exit
/// code. With a fault, a register or the memory is wrong from some index on.
/// </summary>
public sealed record ToyRun : ITrace
{
    public required Hash32 StartRoot { get; init; }

    public required ulong Length { get; init; }

    public required Hash32 FinalRoot { get; init; }

    public byte FinalStatus { get; init; }

    public byte FinalExitCode { get; init; }

    /// <summary>The index from which on register 31 has a bit flipped.</summary>
    public ulong? RegisterFaultAt { get; init; }

    /// <summary>The index from which on the memory root has a bit flipped.</summary>
    public ulong? MemoryFaultAt { get; init; }

    public Hash32 Last => StateAt(Length);

    public Hash32 StateAt(ulong index) => HashOf(WitnessAt(index));

    Hash32 ITrace.StateAt(ulong index, CancellationToken cancellationToken) => StateAt(index);

    public byte[] WitnessAt(ulong index)
    {
        var step = Math.Min(index, Length);
        var done = index >= Length;
        var witness = new byte[190];
        (done ? FinalRoot : StartRoot).CopyTo(witness);
        BinaryPrimitives.WriteUInt32BigEndian(witness.AsSpan(36), 4);
        BinaryPrimitives.WriteUInt32BigEndian(witness.AsSpan(40), (uint)step);
        BinaryPrimitives.WriteUInt32BigEndian(witness.AsSpan(44), (uint)(step >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(witness.AsSpan(48), 0x20000000);
        witness[52] = done ? FinalStatus : (byte)3;
        witness[53] = done ? FinalExitCode : (byte)0;
        BinaryPrimitives.WriteUInt64BigEndian(witness.AsSpan(54), step);
        if (index >= RegisterFaultAt)
            witness[189] ^= 1;
        if (index >= MemoryFaultAt)
            witness[17] ^= 1;

        return witness;
    }

    /// <summary>What the toy machine makes of a state, this run's or any other: the hash of the next one.</summary>
    public Hash32 StepFrom(byte[] witness)
    {
        if (witness[52] != 3)
            return HashOf(witness);

        byte[] next = [.. witness];
        var count = BinaryPrimitives.ReadUInt64BigEndian(next.AsSpan(54)) + 1;
        BinaryPrimitives.WriteUInt64BigEndian(next.AsSpan(54), count);
        BinaryPrimitives.WriteUInt32BigEndian(next.AsSpan(40), (uint)count);
        BinaryPrimitives.WriteUInt32BigEndian(next.AsSpan(44), (uint)(count >> 32));
        if (count == Length)
        {
            FinalRoot.CopyTo(next);
            next[52] = FinalStatus;
            next[53] = FinalExitCode;
        }

        return HashOf(next);
    }

    public static Hash32 HashOf(byte[] witness)
    {
        var hash = Keccak256.Hash(witness).ToArray();
        hash[0] = witness[52];
        return new Hash32(hash);
    }
}
