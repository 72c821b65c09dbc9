using Opml.Ethereum;

namespace Opml.Dispute.Sessions;

/// <summary>The contracts on a chain, and how to reach them.</summary>
public sealed record OpmlDeployment : DisputeEvent
{
    /// <summary>JSON-RPC address of a node of the chain.</summary>
    public required Uri RpcUrl { get; init; }

    /// <summary>The chain's number (EIP-155).</summary>
    public required ulong ChainId { get; init; }

    /// <summary>The Opml contract: models, requests, results, games.</summary>
    public required Address Contract { get; init; }

    /// <summary>The contract that executes disputed steps.</summary>
    public required Address Machine { get; init; }

    /// <summary>The oracle that carries results into users' contracts; null where there is none, or none is used.</summary>
    public Address? Oracle { get; init; }

    /// <summary>The block of the deployment: nothing happened before it.</summary>
    public required ulong Block { get; init; }

    /// <inheritdoc/>
    public override DisputeStage Stage => DisputeStage.Deploy;

    /// <inheritdoc/>
    public override string Summary => Oracle is { } oracle
        ? $"contract {Contract} and oracle {oracle} on chain {ChainId}"
        : $"contract {Contract} on chain {ChainId}";
}
