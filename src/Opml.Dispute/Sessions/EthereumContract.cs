using System.Numerics;
using Opml.Ethereum;
using Opml.Ethereum.Abi;
using Opml.Ethereum.Contracts;

namespace Opml.Dispute.Sessions;

/// <summary>A contract of a user's own, on the chain of a deployment.</summary>
public sealed record EthereumContract : IOnDeployment
{
    /// <summary>The contracts on whose chain it is.</summary>
    public required OpmlDeployment Deployment { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is.</summary>
    public required Address Address { get; init; }

    /// <summary>What it offers.</summary>
    public required ContractAbi Abi { get; init; }

    /// <summary>Gas that its creation used; 0 where it was there.</summary>
    public ulong Gas { get; init; }

    /// <summary>Its functions, as they are declared.</summary>
    public string[] Functions => [.. Abi.Functions.Select(function => function.Signature)];

    /// <summary>Puts a contract on the chain.</summary>
    public static async Task<EthereumContract> DeployAsync(
        OpmlNode node, OpmlDeployment deployment, ContractArtifact artifact, IReadOnlyList<object?> arguments, BigInteger value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(artifact);
        DeployedContract made = await Contract.DeployAsync(node.Sender, artifact, arguments, value, cancellationToken).ConfigureAwait(false);
        return new EthereumContract
        {
            Deployment = deployment,
            Name = artifact.Name,
            Address = made.Contract.Address,
            Abi = artifact.Abi,
            Gas = made.Receipt.GasUsed,
        };
    }

    /// <summary>A contract that is on the chain already.</summary>
    /// <exception cref="InvalidOperationException">There is none at the address.</exception>
    public static async Task<EthereumContract> FindAsync(
        IEthereumClient client, OpmlDeployment deployment, ContractArtifact artifact, Address address, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(deployment);
        ArgumentNullException.ThrowIfNull(artifact);
        byte[] code = await client.GetCodeAsync(address, BlockTag.Latest, cancellationToken).ConfigureAwait(false);
        return code.Length == 0
            ? throw new InvalidOperationException($"There is no contract at {address} on chain {deployment.ChainId}.")
            : new EthereumContract { Deployment = deployment, Name = artifact.Name, Address = address, Abi = artifact.Abi };
    }

    /// <summary>Asks a function that changes nothing.</summary>
    /// <exception cref="RevertException">It reverted.</exception>
    public async Task<ContractAnswer> AskAsync(
        IEthereumClient client, string function, IReadOnlyList<object?> arguments, CancellationToken cancellationToken = default)
    {
        AbiValues values = await new Contract(client, Address, Abi)
            .CallAsync(function, arguments, new CallOptions(), cancellationToken).ConfigureAwait(false);
        return new ContractAnswer { Contract = this, Function = function, Values = [.. values] };
    }

    /// <summary>Sends a transaction to a function.</summary>
    /// <param name="node">Who sends.</param>
    /// <param name="function">The function's name, or its signature.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="value">Wei that go along.</param>
    /// <param name="gasLimit">The gas limit; estimated unless given.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <exception cref="RevertException">It reverted.</exception>
    public async Task<ContractTransaction> SendAsync(
        OpmlNode node, string function, IReadOnlyList<object?> arguments, BigInteger value, ulong? gasLimit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        var contract = new Contract(node.Client, Address, Abi);
        TransactionReceipt receipt = await contract
            .SendAsync(node.Sender, function, arguments, value, gasLimit, cancellationToken).ConfigureAwait(false);
        return ContractTransaction.From(this, function, contract, receipt);
    }

    /// <summary>Name and address.</summary>
    public override string ToString() => $"{Name} {Address}";
}
