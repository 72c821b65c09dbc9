using Opml.Dispute.Contracts;
using Opml.Dispute.Devnet;
using Opml.Dispute.Game;
using Opml.Dispute.Players;
using Opml.Dispute.Players.Faults;
using Opml.Dispute.Store;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Contracts;
using Opml.Ethereum.Rpc;
using Opml.Mips.Image;

namespace Opml.Dispute.Tests.Players;

/// <summary>A chain with the contracts and one registered model, to seat players at.</summary>
internal sealed class Table : IAsyncDisposable
{
    private readonly AnvilDevnet _devnet;
    private readonly HttpEthereumClient _client;
    private readonly string _folder = Directory.CreateTempSubdirectory("opml-players-").FullName;
    private int _nextAccount;

    private Table(AnvilDevnet devnet, HttpEthereumClient client, ModelFiles files)
    {
        _devnet = devnet;
        _client = client;
        Files = files;
    }

    public ModelFiles Files { get; }

    public OpmlAccount Requester { get; private set; } = null!;

    public OpmlContract Contract => Requester.Contract;

    public Terms Terms { get; } = Terms.Sized(1 << 20, feeCeiling: 1_000_000_000, arity: 4);

    public static async Task<Table> SetAsync(string guest)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        byte[] elf = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "guests", guest), token);
        var files = new ModelFiles(MipsImage.From(elf).Bytes, new byte[] { 0, 1, 2, 3 });
        AnvilDevnet devnet = await AnvilDevnet.StartAsync(cancellationToken: token);
        HttpEthereumClient client = devnet.CreateClient();
        var table = new Table(devnet, client, files);
        TransactionSender sender = await table.SenderAsync();
        ContractArtifact machine = ContractArtifacts.Load("MipsMachine");
        DeployedContract deployed = await Ethereum.Contracts.Contract.DeployAsync(sender, machine, cancellationToken: token);
        OpmlContract contract = (await OpmlContract.DeployAsync(sender, deployed.Contract.Address, machine.Abi, token)).Value;
        table.Requester = new OpmlAccount(contract, sender);
        await table.Requester.RegisterModelAsync(files.On(table.Terms), files.GoldenProof, token);
        return table;
    }

    public async Task<ulong> RequestAsync(byte[] input) =>
        (await Requester.RequestAsync(Files.On(Terms).Id(), input, Terms.Fee, TestContext.Current.CancellationToken)).Value;

    public async Task<Proposer> ProposerAsync(Fault fault)
    {
        (OpmlAccount account, TransactionSender sender, PlayerStore store) = await SeatAsync();
        return new Proposer(account, sender, store, [Files], Options("proposer", fault));
    }

    public async Task<Challenger> ChallengerAsync(Fault fault)
    {
        (OpmlAccount account, TransactionSender sender, PlayerStore store) = await SeatAsync();
        return new Challenger(account, sender, store, [Files], Options("challenger", fault));
    }

    /// <summary>Lets the players take turns until none of them has anything to do; then moves the clock on, and again.</summary>
    /// <param name="until">Whether the game is where the test wants it.</param>
    /// <param name="players">Who plays.</param>
    public async Task PlayAsync(Func<Task<bool>> until, params Player[] players)
    {
        for (int clocks = 0; clocks < 5; clocks++)
        {
            for (bool acted = true; acted;)
            {
                acted = false;
                foreach (Player player in players)
                    acted |= await player.TickAsync(TestContext.Current.CancellationToken);
            }
            if (await until()) return;
            await _devnet.AdvanceTimeAsync(TimeSpan.FromSeconds(Terms.Clock), TestContext.Current.CancellationToken);
        }
        Assert.Fail("The players come to no end.");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _devnet.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static PlayerOptions Options(string name, Fault fault) => new()
    {
        Fault = fault,
        Log = message => TestContext.Current.SendDiagnosticMessage($"{name} {message}"),
    };

    private async Task<(OpmlAccount Account, TransactionSender Sender, PlayerStore Store)> SeatAsync()
    {
        TransactionSender sender = await SenderAsync();
        var identity = new PlayerIdentity(_devnet.ChainId, Contract.Address, sender.Address);
        PlayerStore store = PlayerStore.Open(Path.Combine(_folder, $"{sender.Address}.db"), identity);
        return (new OpmlAccount(Contract, sender), sender, store);
    }

    private Task<TransactionSender> SenderAsync() =>
        TransactionSender.CreateAsync(_client, _devnet.Accounts[_nextAccount++].CreateKey(), cancellationToken: TestContext.Current.CancellationToken);
}
