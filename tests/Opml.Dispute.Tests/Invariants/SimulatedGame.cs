using Opml.Dispute.Contracts;
using Opml.Dispute.Game;

namespace Opml.Dispute.Tests.Invariants;

/// <summary>A game, as the contract has it.</summary>
public sealed class SimulatedGame(GameId id, int proposer, int challenger, ulong now, GameState state)
{
    public GameId Id { get; } = id;

    public int Proposer { get; } = proposer;

    public int Challenger { get; } = challenger;

    public ulong OpenedAt { get; } = now;

    /// <summary>When it ended, or became void.</summary>
    public ulong EndedAt { get; set; }

    public GameState State { get; set; } = state;
}
