using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Dispute.Tests.Contracts;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Invariants;

/// <summary>A call of the Opml contract by an account, with all that it says; it need not be a legal one.</summary>
/// <param name="By">The account, by number.</param>
public abstract record Move(int By)
{
    public sealed record Request(int By) : Move(By);

    public sealed record Cancel(int By, ulong RequestId) : Move(By);

    public sealed record PostResult(int By, ulong RequestId, ToyRun Claim) : Move(By);

    public sealed record Finalise(int By, ulong RequestId) : Move(By);

    public sealed record Challenge(int By, ulong RequestId, Hash32 StateHash) : Move(By);

    public sealed record Post(int By, GameId Game, Segment Segment, IReadOnlyList<Hash32> Hashes) : Move(By);

    public sealed record Pick(int By, GameId Game, Segment Segment, IReadOnlyList<Hash32> Hashes, int Choice) : Move(By);

    public sealed record Prove(int By, GameId Game, Segment Segment, byte[] Witness) : Move(By);

    public sealed record PickAndProve(
        int By, GameId Game, Segment Segment, IReadOnlyList<Hash32> Hashes, int Choice, byte[] Witness) : Move(By);

    public sealed record CallTime(int By, GameId Game) : Move(By);

    public sealed record ClaimVoid(int By, GameId Game) : Move(By);

    public sealed record Withdraw(int By) : Move(By);
}
