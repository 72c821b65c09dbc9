using Opml.Dispute.Contracts.Events;
using Opml.Ethereum;

namespace Opml.Dispute.Sessions;

/// <summary>A result that can never change again.</summary>
public sealed record FinalResult : DisputeEvent, IOnDeployment
{
    /// <summary>The contracts.</summary>
    public required OpmlDeployment Deployment { get; init; }

    /// <summary>The request.</summary>
    public required ulong RequestId { get; init; }

    /// <summary>Who posted the result, and has bond and fee.</summary>
    public required Address Proposer { get; init; }

    /// <inheritdoc/>
    public override DisputeStage Stage => DisputeStage.Final;

    /// <inheritdoc/>
    public override string Summary => $"the result of request {RequestId} is final; bond and fee go to {Text.Short(Proposer)}";

    internal static FinalResult From(OpmlDeployment deployment, ResultFinal e, TransactionReceipt receipt) => new()
    {
        Deployment = deployment,
        RequestId = e.RequestId,
        Proposer = e.Proposer,
        Gas = receipt.GasUsed,
        Transactions = [receipt.TransactionHash],
    };
}
