using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Ethereum;

namespace Opml.Dispute.Players;

/// <summary>What the contract's events tell of a game.</summary>
internal sealed class GameEntry(GameId id, Address challenger, Segment segment, int arity)
{
    public GameId Id { get; } = id;

    public Address Challenger { get; } = challenger;

    public int Arity { get; } = arity;

    public Segment Segment { get; set; } = segment;

    /// <summary>What the proposer posted for the segment, in the challenger's turn.</summary>
    public IReadOnlyList<Hash32> Hashes { get; set; } = [];

    public Turn Turn { get; set; } = segment.Size == 1 ? Turn.Proof : Turn.Proposer;

    /// <summary>The round being played, from 1: each begins with the proposer's move.</summary>
    public int Round { get; set; } = 1;

    /// <summary>Whether a void game's bond and refund were claimed.</summary>
    public bool IsClaimed { get; set; }

    public bool IsOpen => Turn is Turn.Proposer or Turn.Challenger or Turn.Proof;
}
