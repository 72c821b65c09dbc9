using Opml.Dispute.Contracts;
using Opml.Dispute.Tests.Contracts;

namespace Opml.Dispute.Tests.Invariants;

/// <summary>A request and its live or final result, as the contract has them.</summary>
public sealed class SimulatedRequest(ulong id, int requester, ulong now)
{
    public ulong Id { get; } = id;

    public int Requester { get; } = requester;

    public RequestStatus Status { get; set; } = RequestStatus.Open;

    public ulong Since { get; set; } = now;

    public uint Attempt { get; set; }

    public uint GamesOpened { get; set; }

    public int OpenGames { get; set; }

    public int Proposer { get; set; }

    /// <summary>The run whose last state is the result.</summary>
    public ToyRun? Claim { get; set; }
}
