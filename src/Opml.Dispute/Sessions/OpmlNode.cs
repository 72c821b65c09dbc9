using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Oracle;
using Opml.Ethereum;
using Opml.Ethereum.Abi;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Keys;
using Opml.Ethereum.Rpc;

namespace Opml.Dispute.Sessions;

/// <summary>One account's way to a chain: a client of its own and a sender. The key stays the caller's to dispose.</summary>
public sealed class OpmlNode : IDisposable
{
    private static readonly ContractAbi s_machineAbi = ContractArtifacts.Load(MachineName).Abi;

    private readonly HttpEthereumClient _client;

    private OpmlNode(HttpEthereumClient client, TransactionSender sender)
    {
        _client = client;
        Sender = sender;
    }

    /// <summary>The machine contract's name.</summary>
    internal const string MachineName = "MipsMachine";

    /// <summary>The node.</summary>
    public IEthereumClient Client => _client;

    /// <summary>The account.</summary>
    public TransactionSender Sender { get; }

    /// <summary>Connects an account to a node.</summary>
    /// <param name="rpcUrl">JSON-RPC address.</param>
    /// <param name="key">The account's key.</param>
    /// <param name="chainId">The chain that it must be; any where null.</param>
    /// <param name="cancellationToken">Cancels the question for the chain's number.</param>
    /// <exception cref="EthereumException">The node does not answer, or is of another chain.</exception>
    public static async Task<OpmlNode> ConnectAsync(Uri rpcUrl, PrivateKey key, ulong? chainId = null, CancellationToken cancellationToken = default)
    {
        var client = new HttpEthereumClient(rpcUrl);
        try
        {
            var options = new TransactionSenderOptions { ExpectedChainId = chainId, MaxPollInterval = TimeSpan.FromMilliseconds(250) };
            return new OpmlNode(client, await TransactionSender.CreateAsync(client, key, options, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>A deployment's contract, to look at.</summary>
    public static OpmlContract ContractOf(OpmlDeployment deployment, IEthereumClient client)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        return new OpmlContract(client, deployment.Contract, s_machineAbi);
    }

    /// <summary>A deployment's contract, as this account uses it.</summary>
    public OpmlAccount AccountAt(OpmlDeployment deployment) => new(ContractOf(deployment, Client), Sender);

    /// <summary>A deployment's oracle, to look at.</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public static OracleContract OracleOf(OpmlDeployment deployment, IEthereumClient client)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        return deployment.Oracle is { } oracle
            ? new OracleContract(client, oracle)
            : throw new InvalidOperationException($"The deployment of {deployment.Contract} names no oracle: put one there with Publish-OpmlOracle, or find one with Get-OpmlOracle.");
    }

    /// <summary>A deployment's oracle, as this account uses it.</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public OracleAccount OracleAt(OpmlDeployment deployment) => new(OracleOf(deployment, Client), Sender);

    /// <inheritdoc/>
    public void Dispose()
    {
        Sender.Dispose();
        _client.Dispose();
    }
}
