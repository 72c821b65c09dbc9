using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Devnet;
using Opml.Dispute.Game;
using Opml.Dispute.Players;
using Opml.Dispute.Players.Faults;
using Opml.Dispute.Store;
using Opml.Dispute.Store.Sqlite;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Contracts;
using Opml.Ethereum.Rpc;
using Opml.Mips.Image;

namespace Opml.Dispute.Tests.Players;

/// <summary>
/// A chain with the contracts and one registered model, to seat players at. When it is left, every wei in the contract must
/// be somebody's or burnt.
/// </summary>
internal sealed class Table : IAsyncDisposable
{
    private readonly HttpEthereumClient _client;
    private readonly string _folder = Directory.CreateTempSubdirectory("opml-players-").FullName;
    private readonly List<IPlayerStore> _stores = [];
    private int _nextAccount;

    private Table(AnvilDevnet devnet, HttpEthereumClient client, ModelFiles files, Terms terms)
    {
        Devnet = devnet;
        _client = client;
        Files = files;
        Terms = terms;
    }

    public static byte[] ModelBytes { get; } = [0, 1, 2, 3];

    public AnvilDevnet Devnet { get; }

    public HttpEthereumClient Client => _client;

    public ModelFiles Files { get; }

    public OpmlAccount Requester { get; private set; } = null!;

    public OpmlContract Contract => Requester.Contract;

    public Terms Terms { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<Table> SetAsync(string guest, Func<Terms, Terms>? terms = null, byte[]? model = null)
    {
        ModelFiles files = LoadFiles(guest, model ?? ModelBytes);
        AnvilDevnet devnet = await AnvilDevnet.StartAsync(cancellationToken: Token);
        Terms sized = Terms.Sized(1 << 20, feeCeiling: 1_000_000_000, arity: 4);
        var table = new Table(devnet, devnet.CreateClient(), files, terms is null ? sized : terms(sized));
        TransactionSender sender = await TransactionSender.CreateAsync(table._client, table.NextAccount().CreateKey(), cancellationToken: Token);
        ContractArtifact machine = ContractArtifacts.Load("MipsMachine");
        DeployedContract deployed = await Ethereum.Contracts.Contract.DeployAsync(sender, machine, cancellationToken: Token);
        OpmlContract contract = (await OpmlContract.DeployAsync(sender, deployed.Contract.Address, machine.Abi, Token)).Value;
        table.Requester = new OpmlAccount(contract, sender);
        await table.Requester.RegisterModelAsync(files.On(table.Terms), files.GoldenProof, Token);
        return table;
    }

    public static ModelFiles LoadFiles(string guest, byte[] model) =>
        new(MipsImage.From(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "guests", guest))).Bytes, model);

    public async Task<ulong> RequestAsync(params byte[] input) =>
        (await Requester.RequestAsync(Files.On(Terms).Id(), input, Terms.Fee, Token)).Value;

    public DevnetAccount NextAccount() => Devnet.Accounts[_nextAccount++];

    public string StorePath(DevnetAccount account) => Path.Combine(_folder, $"{account.Address}.db");

    public PlayerIdentity Identity(DevnetAccount account) => new(Devnet.ChainId, Contract.Address, account.Address);

    public Task<Proposer> ProposerAsync(Fault fault) => ProposerAsync(new PlayerOptions { Fault = fault });

    public async Task<Proposer> ProposerAsync(PlayerOptions options, DevnetAccount? account = null, IEthereumClient? client = null)
    {
        (OpmlAccount seat, TransactionSender sender, IPlayerStore store) = await SeatAsync(account ?? NextAccount(), client);
        return new Proposer(seat, sender, store, [Files], Logged("proposer", options));
    }

    public Task<Challenger> ChallengerAsync(Fault fault) => ChallengerAsync(new PlayerOptions { Fault = fault });

    public async Task<Challenger> ChallengerAsync(
        PlayerOptions options, DevnetAccount? account = null, IEthereumClient? client = null, TransactionSenderOptions? senderOptions = null)
    {
        (OpmlAccount seat, TransactionSender sender, IPlayerStore store) = await SeatAsync(account ?? NextAccount(), client, senderOptions);
        return new Challenger(seat, sender, store, [Files], Logged("challenger", options));
    }

    public Task<RequestInfo> RequestInfoAsync(ulong request) => Contract.GetRequestAsync(request, Token);

    public Task PassAsync(uint seconds) => Devnet.AdvanceTimeAsync(TimeSpan.FromSeconds(seconds), Token);

    /// <summary>Lets the players take turns until none of them has anything to do.</summary>
    public static async Task SettleAsync(params Player[] players)
    {
        for (bool acted = true; acted;)
        {
            acted = false;
            foreach (Player player in players) acted |= await player.TickAsync(Token);
        }
    }

    /// <summary>Lets the players take turns until none of them has anything to do; then moves the clock on, and again.</summary>
    /// <param name="until">Whether the game is where the test wants it.</param>
    /// <param name="players">Who plays.</param>
    public async Task PlayAsync(Func<Task<bool>> until, params Player[] players)
    {
        for (int clocks = 0; clocks < 5; clocks++)
        {
            await SettleAsync(players);
            if (await until()) return;
            await PassAsync(Terms.Clock);
        }
        Assert.Fail("The players come to no end.");
    }

    public Task PlayUntilAsync(ulong request, RequestStatus status, params Player[] players) =>
        PlayAsync(async () => (await RequestInfoAsync(request)).Status == status, players);

    /// <summary>Receipts of all transactions that an account has sent.</summary>
    public async Task<IReadOnlyList<TransactionReceipt>> TransactionsOf(Address account)
    {
        var receipts = new List<TransactionReceipt>();
        ulong head = await _client.GetBlockNumberAsync(Token);
        for (ulong number = 1; number <= head; number++)
            foreach (Hash32 hash in (await _client.GetBlockAsync(number, Token))!.TransactionHashes)
                receipts.Add((await _client.GetReceiptAsync(hash, Token))!);
        return [.. receipts.Where(receipt => receipt.From == account)];
    }

    /// <summary>The contract's balance is what its accounts have, and what is burnt.</summary>
    public async Task CheckEtherAsync()
    {
        BigInteger sum = await Contract.GetBurntAsync(Token);
        foreach (DevnetAccount account in Devnet.Accounts)
        {
            AccountInfo has = await Contract.GetAccountAsync(account.Address, Token);
            sum += has.Free + has.Locked;
        }
        Assert.Equal(sum, await _client.GetBalanceAsync(Contract.Address, cancellationToken: Token));
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!Token.IsCancellationRequested) await CheckEtherAsync();
        }
        finally
        {
            _client.Dispose();
            foreach (IPlayerStore store in _stores) store.Dispose();
            await Devnet.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static PlayerOptions Logged(string name, PlayerOptions options) => options with
    {
        Log = message =>
        {
            TestContext.Current.SendDiagnosticMessage($"{name} {message}");
            options.Log?.Invoke(message);
        },
    };

    private async Task<(OpmlAccount Account, TransactionSender Sender, IPlayerStore Store)> SeatAsync(
        DevnetAccount account, IEthereumClient? client, TransactionSenderOptions? senderOptions = null)
    {
        TransactionSender sender = await TransactionSender.CreateAsync(client ?? _client, account.CreateKey(), senderOptions, Token);
        IPlayerStore store = SqlitePlayerStore.Open(StorePath(account), Identity(account));
        _stores.Add(store);
        var contract = new OpmlContract(sender.Client, Contract.Address, ContractArtifacts.Load("MipsMachine").Abi);
        return (new OpmlAccount(contract, sender), sender, store);
    }
}
