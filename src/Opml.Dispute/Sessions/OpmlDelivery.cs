using System.Numerics;
using Opml.Dispute.Contracts.Oracle;
using Opml.Dispute.Contracts.Oracle.Events;
using Opml.Ethereum;

namespace Opml.Dispute.Sessions;

/// <summary>A result that was carried to its callback contract.</summary>
public sealed record OpmlDelivery : DisputeEvent, IOnDeployment
{
    /// <summary>The contracts.</summary>
    public required OpmlDeployment Deployment { get; init; }

    /// <summary>The request.</summary>
    public required ulong RequestId { get; init; }

    /// <summary>Which of its results was carried.</summary>
    public required uint Attempt { get; init; }

    /// <summary>What the delivery was.</summary>
    public required OracleDuty Duty { get; init; }

    /// <summary>Whether the callback went well, or there was none to make.</summary>
    public required bool Success { get; init; }

    /// <summary>Who delivered.</summary>
    public required Address Invoker { get; init; }

    /// <summary>Wei that it has for that, to withdraw.</summary>
    public required BigInteger Paid { get; init; }

    /// <inheritdoc/>
    public override DisputeStage Stage => DisputeStage.Delivery;

    /// <inheritdoc/>
    public override string Summary =>
        $"{Duty} of request {RequestId}, attempt {Attempt}: {(Success ? "done" : "the callback failed")}; pays {Text.Ether(Paid)}";

    internal static OpmlDelivery From(OpmlDeployment deployment, Delivered e, TransactionReceipt receipt) => new()
    {
        Deployment = deployment,
        RequestId = e.RequestId,
        Attempt = e.Attempt,
        Duty = e.Duty,
        Success = e.Success,
        Invoker = e.Invoker,
        Paid = e.Paid,
        Gas = receipt.GasUsed,
        Transactions = [receipt.TransactionHash],
    };
}
