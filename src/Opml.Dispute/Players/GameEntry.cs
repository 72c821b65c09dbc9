using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Ethereum;

namespace Opml.Dispute.Players;

/// <summary>What the contract's events tell of a game. A new one for every change, so that work under way has its own.</summary>
internal sealed record GameEntry(GameId Id, Address Challenger, Segment Segment, int Arity)
{
    /// <summary>The last state of the result that is challenged.</summary>
    public Hash32 ResultState { get; init; } = Segment.Disputed;

    /// <summary>What the proposer posted for the segment, in the challenger's turn.</summary>
    public IReadOnlyList<Hash32> Hashes { get; init; } = [];

    public Turn Turn { get; init; } = Segment.Size == 1 ? Turn.Proof : Turn.Proposer;

    /// <summary>When the clock of the side to move is spent, in seconds of the chain's clock; null until the chain was asked.</summary>
    public ulong? Deadline { get; init; }

    /// <summary>The round being played, from 1: each begins with the proposer's move.</summary>
    public int Round { get; init; } = 1;

    /// <summary>Who lost its bond; null where nobody did.</summary>
    public Address? Loser { get; init; }

    /// <summary>Whether a clock decided.</summary>
    public bool OnTime { get; init; }

    public bool IsOpen => Turn is Turn.Proposer or Turn.Challenger or Turn.Proof;
}
