using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Contracts.Oracle;
using Opml.Dispute.Contracts.Oracle.Events;
using Opml.Ethereum;
using Opml.Ethereum.Abi;
using Opml.Ethereum.Contracts;

namespace Opml.Dispute.Sessions;

/// <summary>A transaction to a contract's function.</summary>
public sealed record ContractTransaction : IOnDeployment
{
    /// <inheritdoc/>
    public OpmlDeployment Deployment => Contract.Deployment;

    /// <summary>The contract.</summary>
    public required EthereumContract Contract { get; init; }

    /// <summary>The function.</summary>
    public required string Function { get; init; }

    /// <summary>The transaction.</summary>
    public required Hash32 Transaction { get; init; }

    /// <summary>The block that it is in.</summary>
    public required ulong Block { get; init; }

    /// <summary>Gas that it used.</summary>
    public required ulong Gas { get; init; }

    /// <summary>The contract's own events in it.</summary>
    public required DecodedEvent[] Events { get; init; }

    /// <summary>The request that it made at the deployment, the first of several; null where it made none.</summary>
    public ulong? RequestId { get; init; }

    internal static ContractTransaction From(EthereumContract of, string function, Contract contract, TransactionReceipt receipt) => new()
    {
        Contract = of,
        Function = function,
        Transaction = receipt.TransactionHash,
        Block = receipt.BlockNumber,
        Gas = receipt.GasUsed,
        Events = [.. contract.ReadEvents(receipt)],
        RequestId = RequestOf(of.Deployment, contract.Client, receipt),
    };

    private static ulong? RequestOf(OpmlDeployment deployment, IEthereumClient client, TransactionReceipt receipt)
    {
        if (deployment.Oracle is { } oracle
            && new OracleContract(client, oracle).ReadEvents(receipt).OfType<AICallbackRequest>().FirstOrDefault() is { } asked)
        {
            return asked.RequestId;
        }
        return OpmlNode.ContractOf(deployment, client).ReadEvents(receipt).OfType<RequestCreated>().FirstOrDefault()?.RequestId;
    }
}
