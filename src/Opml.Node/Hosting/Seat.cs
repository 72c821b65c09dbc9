using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Oracle;
using Opml.Dispute.Store;
using Opml.Ethereum;
using Opml.Ethereum.Abi;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Keys;
using Opml.Ethereum.Pool;
using Opml.Node.Configuration;
using Opml.Node.Connection;

namespace Opml.Node.Hosting;

/// <summary>What a node holds while it plays: its way to the chain, its sender, its store.</summary>
internal sealed class Seat : IAsyncDisposable
{
    private readonly EndpointPool _client;

    private Seat(EndpointPool client, MeteredClient metered, TransactionSender sender, IPlayerStore store, string storeName, OpmlAccount account)
    {
        _client = client;
        Client = metered;
        Sender = sender;
        Store = store;
        StoreName = storeName;
        Account = account;
    }

    public MeteredClient Client { get; }

    public TransactionSender Sender { get; }

    public IPlayerStore Store { get; }

    /// <summary>The file, or what the database is called.</summary>
    public string StoreName { get; }

    public OpmlAccount Account { get; }

    /// <summary>Connects, and opens the store.</summary>
    /// <exception cref="NodeConfigurationException">There is no such contract there, or the store has to be named.</exception>
    /// <exception cref="ChainIdMismatchException">It is another chain.</exception>
    /// <exception cref="StoreException">The store cannot be had.</exception>
    /// <exception cref="EthereumException">The chain does not answer.</exception>
    public static async Task<Seat> TakeAsync(
        NodeOptions options, PrivateKey key, Action<string, TimeSpan, bool> answered, Action<EndpointChange> changed, CancellationToken cancellationToken)
    {
        EndpointPool client = Endpoints.Open(options.RpcUrls, options.ChainId, changed);
        IPlayerStore? store = null;
        try
        {
            string name = Endpoints.Name(options.RpcUrls);
            var metered = new MeteredClient(client, key.Address, (took, isAnswer) => answered(name, took, isAnswer));
            ulong chainId = await metered.GetChainIdAsync(cancellationToken).ConfigureAwait(false);
            if (options.ChainId is { } expected && expected != chainId) throw new ChainIdMismatchException(expected, chainId);
            byte[] code = await metered.GetCodeAsync(options.Contract, BlockTag.Latest, cancellationToken).ConfigureAwait(false);
            if (code.Length == 0)
                throw new NodeConfigurationException($"There is no contract at {options.Contract} on chain {chainId}: name the Opml contract of this chain.");
            if (options.Oracle is { } oracle) await CheckOracleAsync(metered, oracle, options.Contract, cancellationToken).ConfigureAwait(false);

            var identity = new PlayerIdentity(chainId, options.Contract, key.Address);
            (store, string storeName) = await Stores.OpenAsync(options, identity, token => GenesisAsync(metered, token), cancellationToken).ConfigureAwait(false);
            var senderOptions = new TransactionSenderOptions
            {
                ExpectedChainId = chainId,
                FeeCeiling = options.Limits.MaxFeePerGas,
                MaxPollInterval = options.PollInterval < TimeSpan.FromSeconds(1) ? options.PollInterval : TimeSpan.FromSeconds(1),
                Nonces = store.Nonces,
            };
            TransactionSender sender = await TransactionSender.CreateAsync(metered, key, senderOptions, cancellationToken).ConfigureAwait(false);
            var contract = new OpmlContract(metered, options.Contract, ContractArtifacts.Load("MipsMachine").Abi);
            return new Seat(client, metered, sender, store, storeName, new OpmlAccount(contract, sender));
        }
        catch
        {
            if (store is not null) await store.DisposeAsync().ConfigureAwait(false);
            client.Dispose();
            throw;
        }
    }

    // A store of this chain must not be taken for lost because an endpoint has forgotten how it began.
    private static async Task<Hash32> GenesisAsync(MeteredClient client, CancellationToken cancellationToken) =>
        (await client.GetBlockAsync(BlockTag.Number(0), cancellationToken).ConfigureAwait(false))?.Hash
        ?? throw new NodeConfigurationException("The chain's endpoint has no block 0, which tells this chain's store from others': name the node's store (-StorePath, or Store among the settings).");

    private static async Task CheckOracleAsync(MeteredClient client, Address oracle, Address contract, CancellationToken cancellationToken)
    {
        Address? serves = null;
        if ((await client.GetCodeAsync(oracle, BlockTag.Latest, cancellationToken).ConfigureAwait(false)).Length > 0)
        {
            try
            {
                serves = await new OracleContract(client, oracle).GetOpmlAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is RevertException or AbiException)
            {
                // A contract, and no oracle.
            }
        }
        if (serves != contract) throw new NodeConfigurationException($"There is no oracle of the contract {contract} at {oracle}: name one that was published on it.");
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync().ConfigureAwait(false);
        Sender.Dispose();
        _client.Dispose();
    }
}
