using Opml.Dispute.Contracts;
using Opml.Dispute.Store;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Keys;
using Opml.Ethereum.Rpc;
using Opml.Node.Configuration;
using Opml.Node.Connection;

namespace Opml.Node.Hosting;

/// <summary>What a node holds while it plays: its way to the chain, its sender, its store.</summary>
internal sealed class Seat : IDisposable
{
    private readonly IDisposable _client;

    private Seat(IDisposable client, MeteredClient metered, TransactionSender sender, PlayerStore store, string storePath, OpmlAccount account)
    {
        _client = client;
        Client = metered;
        Sender = sender;
        Store = store;
        StorePath = storePath;
        Account = account;
    }

    public MeteredClient Client { get; }

    public TransactionSender Sender { get; }

    public PlayerStore Store { get; }

    public string StorePath { get; }

    public OpmlAccount Account { get; }

    /// <summary>Connects, and opens the store.</summary>
    /// <exception cref="NodeConfigurationException">There is no such contract there.</exception>
    /// <exception cref="ChainIdMismatchException">It is another chain.</exception>
    /// <exception cref="StoreException">The store cannot be had.</exception>
    /// <exception cref="EthereumException">The chain does not answer.</exception>
    public static async Task<Seat> TakeAsync(NodeOptions options, PrivateKey key, Action<string, TimeSpan, bool> answered, CancellationToken cancellationToken)
    {
        var client = new HttpEthereumClient(options.RpcUrls[0]);
        TransactionSender? sender = null;
        try
        {
            string host = options.RpcUrls[0].Authority;
            var metered = new MeteredClient(client, host, key.Address, (took, isAnswer) => answered(host, took, isAnswer));
            var senderOptions = new TransactionSenderOptions
            {
                ExpectedChainId = options.ChainId,
                FeeCeiling = options.Limits.MaxFeePerGas,
                MaxPollInterval = options.PollInterval < TimeSpan.FromSeconds(1) ? options.PollInterval : TimeSpan.FromSeconds(1),
            };
            sender = await TransactionSender.CreateAsync(metered, key, senderOptions, cancellationToken).ConfigureAwait(false);
            byte[] code = await metered.GetCodeAsync(options.Contract, BlockTag.Latest, cancellationToken).ConfigureAwait(false);
            if (code.Length == 0)
                throw new NodeConfigurationException($"There is no contract at {options.Contract} on chain {sender.ChainId}: name the Opml contract of this chain.");

            var identity = new PlayerIdentity(sender.ChainId, options.Contract, key.Address);
            string path = Path.GetFullPath(options.StorePath ?? DefaultStore.PathOf(identity));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            PlayerStore store = PlayerStore.Open(path, identity);
            var contract = new OpmlContract(metered, options.Contract, ContractArtifacts.Load("MipsMachine").Abi);
            return new Seat(client, metered, sender, store, path, new OpmlAccount(contract, sender));
        }
        catch
        {
            sender?.Dispose();
            client.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Store.Dispose();
        Sender.Dispose();
        _client.Dispose();
    }
}
