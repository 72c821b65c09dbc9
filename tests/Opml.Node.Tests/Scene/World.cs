using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
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
using Opml.Node.Configuration;
using Opml.Node.Status;

namespace Opml.Node.Tests.Scene;

/// <summary>A chain with the contracts and one registered model whose files lie in a folder, to start nodes in.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly List<IDisposable> _held = [];
    private readonly HttpEthereumClient _client;
    private readonly CancellationTokenSource _ending = new();
    private readonly List<Task> _playing = [];
    private int _nextAccount;

    private World(AnvilDevnet devnet, Terms terms)
    {
        Devnet = devnet;
        _client = devnet.CreateClient();
        Terms = terms;
        Folder = Directory.CreateTempSubdirectory("opml-node-").FullName;
        ModelFolder = Directory.CreateDirectory(Path.Join(Folder, "models")).FullName;
    }

    public AnvilDevnet Devnet { get; }

    public Terms Terms { get; }

    public string Folder { get; }

    public string ModelFolder { get; }

    public ModelFiles Files { get; private set; } = null!;

    public OpmlAccount Requester { get; private set; } = null!;

    public OpmlContract Contract => Requester.Contract;

    public HttpEthereumClient Client => _client;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<World> MakeAsync(Func<Terms, Terms>? terms = null, DevnetOptions? options = null)
    {
        Terms sized = Terms.Sized(1 << 20, feeCeiling: 1_000_000_000, arity: 4);
        AnvilDevnet devnet = await AnvilDevnet.StartAsync(options ?? new DevnetOptions { AccountCount = 16 }, Token);
        var world = new World(devnet, terms is null ? sized : terms(sized));
        TransactionSender sender = await TransactionSender.CreateAsync(world._client, world.NextAccount().CreateKey(), cancellationToken: Token);
        ContractArtifact machine = ContractArtifacts.Load("MipsMachine");
        DeployedContract deployed = await Ethereum.Contracts.Contract.DeployAsync(sender, machine, cancellationToken: Token);
        OpmlContract contract = (await OpmlContract.DeployAsync(sender, deployed.Contract.Address, machine.Abi, Token)).Value;
        world.Requester = new OpmlAccount(contract, sender);
        world.Files = world.PutModel("echo", "echo.elf", [0, 1, 2, 3]);
        await world.RegisterAsync(world.Files);
        return world;
    }

    /// <summary>Puts a model's files and its manifest in the model folder.</summary>
    public ModelFiles PutModel(string name, string guest, byte[] model)
    {
        string program = Path.Join(AppContext.BaseDirectory, "guests", guest);
        File.Copy(program, Path.Join(ModelFolder, name + ".elf"));
        File.WriteAllBytes(Path.Join(ModelFolder, name + ".ggml"), model);
        File.WriteAllText(Path.Join(ModelFolder, name + ".opml.json"), $$"""{ "program": "{{name}}.elf", "model": "{{name}}.ggml" }""");
        return new ModelFiles(MipsImage.From(File.ReadAllBytes(program)).Bytes, model);
    }

    public Task RegisterAsync(ModelFiles files) => Requester.RegisterModelAsync(files.On(Terms), files.GoldenProof, Token);

    public DevnetAccount NextAccount() => Devnet.Accounts[_nextAccount++];

    public async Task<ulong> RequestAsync(ModelFiles? files = null, params byte[] input) =>
        (await Requester.RequestAsync((files ?? Files).On(Terms).Id(), input.Length == 0 ? [1, 2, 3, 4] : input, Terms.Fee, Token)).Value;

    public NodeOptions Options(params NodeRole[] roles) => new()
    {
        RpcUrls = [Devnet.RpcUrl],
        Contract = Contract.Address,
        Roles = [.. roles],
        ModelFolders = [ModelFolder],
        StorePath = Path.Join(Folder, $"{Guid.NewGuid():n}.db"),
        PollInterval = TimeSpan.FromMilliseconds(20),
        HousekeepingInterval = TimeSpan.FromMilliseconds(100),
        Limits = new NodeLimits { MinFreeDisk = 0, MaxClockSkew = TimeSpan.FromDays(365) },
    };

    public async Task<OpmlNodeHost> StartAsync(NodeOptions options, DevnetAccount account, Action<NodeEvent>? happened = null)
    {
        var key = account.CreateKey();
        _held.Add(key);
        OpmlNodeHost host = OpmlNodeHost.Start(options, key, null, happened);
        await host.WhenReadyAsync(Token);
        return host;
    }

    /// <summary>Lets a player play, with a fault, until the world ends.</summary>
    public async Task<Address> SeatLiarAsync(bool proposes, Fault fault)
    {
        DevnetAccount account = NextAccount();
        TransactionSender sender = await TransactionSender.CreateAsync(_client, account.CreateKey(), cancellationToken: Token);
        IPlayerStore store = SqlitePlayerStore.Open(Path.Join(Folder, $"{account.Address}.db"), new PlayerIdentity(Devnet.ChainId, Contract.Address, account.Address));
        _held.Add(store);
        var options = new PlayerOptions { PollInterval = TimeSpan.FromMilliseconds(20), Fault = fault };
        var seat = new OpmlAccount(new OpmlContract(_client, Contract.Address, ContractArtifacts.Load("MipsMachine").Abi), sender);
        Player player = proposes ? new Proposer(seat, sender, store, [Files], options) : new Challenger(seat, sender, store, [Files], options);
        _playing.Add(Task.Run(() => player.RunAsync(_ending.Token), Token));
        return account.Address;
    }

    public Task<RequestInfo> InfoAsync(ulong request) => Contract.GetRequestAsync(request, Token);

    public async Task<IReadOnlyList<OpmlEvent>> EventsAsync() => await Contract.GetEventsAsync(BlockTag.Earliest, BlockTag.Latest, Token);

    public Task PassAsync(uint seconds) => Devnet.AdvanceTimeAsync(TimeSpan.FromSeconds(seconds), Token);

    /// <summary>Waits for what has to come; three minutes at most, for machines that have much else to do.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        while (!await condition())
        {
            if (limit.IsCancellationRequested) Assert.Fail($"Waited three minutes for this: {what}.");
            await Task.Delay(20, Token);
        }
    }

    public static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);

    public Task UntilStatusAsync(ulong request, RequestStatus status) =>
        UntilAsync(async () => (await InfoAsync(request)).Status == status, $"request {request} to be {status}");

    /// <summary>Waits until an account has taken home what the contract owes it.</summary>
    public Task UntilHomeAsync(Address account) => UntilAsync(
        async () => await Contract.GetAccountAsync(account, Token) == new AccountInfo(0, 0) && (await EventsAsync()).OfType<Withdrawn>().Any(e => e.Account == account),
        $"{account} to withdraw");

    public Task SetBalanceAsync(Address account, BigInteger wei) =>
        _client.Rpc.InvokeAsync("anvil_setBalance", [account.ToString(), "0x" + wei.ToString("x", System.Globalization.CultureInfo.InvariantCulture).TrimStart('0')], Token);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_playing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (IDisposable held in _held) held.Dispose();
        _client.Dispose();
        await Devnet.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        _ending.Dispose();
    }
}
