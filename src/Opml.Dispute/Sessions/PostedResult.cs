using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Players;
using Opml.Ethereum;
using Opml.Mips.State;

namespace Opml.Dispute.Sessions;

/// <summary>A result that was posted.</summary>
public sealed record PostedResult : DisputeEvent, IOnDeployment
{
    /// <summary>The contracts.</summary>
    public required OpmlDeployment Deployment { get; init; }

    /// <summary>The request.</summary>
    public required ulong RequestId { get; init; }

    /// <summary>The result's number among the request's, from 1.</summary>
    public required uint Attempt { get; init; }

    /// <summary>Who posted it.</summary>
    public required Address Proposer { get; init; }

    /// <summary>N, the number of steps claimed.</summary>
    public required ulong Steps { get; init; }

    /// <summary>How the run is claimed to have ended.</summary>
    public required MachineStatus Status { get; init; }

    /// <summary>Hash of the last state, as claimed.</summary>
    public required Hash32 StateHash { get; init; }

    /// <summary>The output, as claimed; empty in a failed result.</summary>
    public required IReadOnlyList<byte> Output { get; init => field = value.ToArray(); }

    /// <inheritdoc/>
    public override DisputeStage Stage => DisputeStage.Result;

    /// <inheritdoc/>
    public override string Summary => $"{Status} after {Steps} steps, state {Text.Short(StateHash)}, output {Text.Hex(Output)}";

    internal static PostedResult From(OpmlDeployment deployment, ResultPosted e, TransactionReceipt receipt)
    {
        var entry = new ResultEntry(e.Attempt, e.Proposer, e.Witness);
        return new PostedResult
        {
            Deployment = deployment,
            RequestId = e.RequestId,
            Attempt = e.Attempt,
            Proposer = e.Proposer,
            Steps = entry.Steps,
            Status = (MachineStatus)entry.StateHash.ToArray()[0],
            StateHash = entry.StateHash,
            Output = e.Output,
            Gas = receipt.GasUsed,
            Transactions = [receipt.TransactionHash],
        };
    }
}
