using System.Buffers.Binary;
using Opml.Ethereum;

namespace Opml.Dispute.Players;

/// <summary>A result as it was posted.</summary>
/// <param name="Attempt">Its number among the request's results, from 1.</param>
/// <param name="Proposer">Who posted it.</param>
/// <param name="Witness">The last state, 190 bytes.</param>
internal sealed record ResultEntry(uint Attempt, Address Proposer, byte[] Witness)
{
    private const int StepOffset = 54;

    public ulong Steps { get; } = BinaryPrimitives.ReadUInt64BigEndian(Witness.AsSpan(StepOffset));

    public Hash32 StateHash { get; } = new(Mips.Commitment.Witness.StateHash(Witness));

    /// <summary>When the challenge window closes, in seconds of the chain's clock; null until the chain was asked.</summary>
    public ulong? WindowEnd { get; init; }
}
