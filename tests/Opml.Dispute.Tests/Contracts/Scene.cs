using System.Numerics;
using System.Reflection;
using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Game;
using Opml.Dispute.Tests.Devnet;
using Opml.Ethereum;
using Opml.Ethereum.Abi;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Contracts;

namespace Opml.Dispute.Tests.Contracts;

/// <summary>
/// A toy machine, an Opml contract, a registered model and five accounts: one test's world. When it is left, every wei in
/// the contract must be somebody's or burnt.
/// </summary>
public sealed class Scene : IAsyncDisposable
{
    public const ulong FeeCeiling = 1_000_000_000;
    private readonly List<TransactionSender> _senders = [];
    private readonly List<Address> _others = [];
    private readonly DevnetFixture _fixture;

    private Scene(DevnetFixture fixture, ToyRun truth, SparseMemory finalMemory, byte[] output, Model model)
    {
        _fixture = fixture;
        Truth = truth;
        FinalMemory = finalMemory;
        Output = output;
        Model = model;
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static ContractArtifact ToyMachine { get; } = Load("ToyMachine");

    public static ContractArtifact ToyThief { get; } = Load("ToyThief");

    public ToyRun Truth { get; }

    public SparseMemory FinalMemory { get; }

    public byte[] Output { get; }

    public Model Model { get; }

    public Terms Terms => Model.Terms();

    public OpmlContract Contract { get; private set; } = null!;

    public IReadOnlyList<OpmlAccount> Accounts { get; private set; } = [];

    public OpmlAccount Requester => Accounts[0];

    public OpmlAccount Proposer => Accounts[1];

    public OpmlAccount Challenger => Accounts[2];

    public IReadOnlyList<OpmlAccount> Challengers => [.. Accounts.Skip(2)];

    public OpmlAccount Stranger => Accounts[^1];

    public IReadOnlyList<TransactionSender> Senders => _senders;

    public Address Machine { get; private set; }

    public ulong RequestId { get; private set; }

    public static byte[] Input { get; } = [.. "What is seven times six?"u8];

    public static SparseMemory Golden() => new SparseMemory()
        .Write(0, [0x3c, 0x1d, 0x7f, 0xff])
        .WriteRegion(0x33000000, [1, 2, 3, 4, 5]);

    /// <summary>A scene whose truth takes so many steps.</summary>
    public static async Task<Scene> CreateAsync(
        DevnetFixture fixture,
        ulong steps = 13,
        int arity = 4,
        Func<Terms, Terms>? terms = null,
        byte[]? output = null,
        byte status = 0,
        byte exitCode = 0,
        ContractArtifact? machine = null)
    {
        output ??= [0, 0, 0, 42];
        var golden = Golden();
        var final = golden.Clone()
            .WriteRegion(0x31000000, Input)
            .WriteRegion(0x32000000, output)
            .Write(0x32000004 + (uint)output.Length, [0xaa, 0xbb, 0xcc])
            .Write(0x32ff0000, [0xdd]);
        var truth = new ToyRun
        {
            StartRoot = golden.Clone().WriteRegion(0x31000000, Input).Root,
            Length = steps,
            FinalRoot = final.Root,
            FinalStatus = status,
            FinalExitCode = exitCode,
        };
        var agreed = Terms.Sized(steps > 1UL << 50 ? ulong.MaxValue : steps * 4, FeeCeiling, arity) with { Fee = 1_000_003 };
        agreed = (terms ?? (t => t))(agreed with { ProposerBond = agreed.ProposerBond + 1, ChallengerBond = agreed.ChallengerBond + 1 });
        var model = Model.Create(Keccak256.Hash([1]), Keccak256.Hash([2]), golden.Root, agreed);
        var scene = new Scene(fixture, truth, final, output, model);
        await scene.DeployAsync(machine);
        await scene.Stranger.RegisterModelAsync(model, GoldenProof.Of(golden.Nodes), Cancel);
        return scene;
    }

    /// <summary>The request that the moves are about, where another contract made it.</summary>
    public void UseRequest(ulong requestId) => RequestId = requestId;

    /// <summary>An account of the contract that is none of the scene's.</summary>
    public void AlsoHolds(Address account) => _others.Add(account);

    /// <summary>Makes the request.</summary>
    public async Task<Scene> RequestAsync()
    {
        RequestId = (await Requester.RequestAsync(Model.Id(), Input, Model.Fee, Cancel)).Value;
        return this;
    }

    /// <summary>Posts a run's last state, with the output that the true memory has; truth unless given.</summary>
    public Task<TransactionReceipt> PostAsync(ToyRun? run = null, OpmlAccount? by = null)
    {
        var last = (run ?? Truth).WitnessAt((run ?? Truth).Length);
        by ??= Proposer;
        return last[52] == 0
            ? by.PostResultAsync(RequestId, Truth.StateAt(0), last, Output, OutputProof.Of(FinalMemory.Nodes, (uint)Output.Length), Model.ProposerBond, Cancel)
            : by.PostFailedResultAsync(RequestId, Truth.StateAt(0), last, Model.ProposerBond, Cancel);
    }

    /// <summary>Opens a game against a run's last state.</summary>
    public async Task<GameDriver> ChallengeAsync(ToyRun run, OpmlAccount? by = null)
    {
        var opened = await (by ?? Challenger).ChallengeAsync(RequestId, run.Last, Model.ChallengerBond, Cancel);
        return await GameDriver.OpenedAsync(this, opened.Value, run, by ?? Challenger, opened.Receipt);
    }

    public async Task AdvanceAsync(uint seconds) => await _fixture.Devnet.AdvanceTimeAsync(TimeSpan.FromSeconds(seconds), Cancel);

    /// <summary>Sets the time of the next block.</summary>
    public async Task NextBlockAtAsync(ulong time) =>
        await _fixture.Client.Rpc.InvokeAsync("evm_setNextBlockTimestamp", [time], Cancel);

    public async Task<ulong> TimeOfAsync(TransactionReceipt receipt) =>
        (await _fixture.Client.GetBlockAsync(receipt.BlockNumber, Cancel))!.Timestamp;

    public Task<RequestInfo> RequestInfoAsync() => Contract.GetRequestAsync(RequestId, Cancel);

    public Task<AccountInfo> AccountOf(OpmlAccount account) => Contract.GetAccountAsync(account.Address, Cancel);

    /// <summary>What a transaction reverts with: the error's name.</summary>
    public static async Task<string?> ErrorOf(Func<Task> move) =>
        (await Record.ExceptionAsync(move)) switch
        {
            null => null,
            RevertException error => error.Revert.ErrorName ?? error.Message,
            var other => other.ToString(),
        };

    /// <summary>The contract's balance is what its accounts have, and what is burnt.</summary>
    public async Task CheckEtherAsync()
    {
        var sum = await Contract.GetBurntAsync(Cancel);
        foreach (var account in Accounts.Select(account => account.Address).Concat(_others))
        {
            var has = await Contract.GetAccountAsync(account, Cancel);
            sum += has.Free + has.Locked;
        }

        Assert.Equal(sum, await _fixture.Client.GetBalanceAsync(Contract.Address, cancellationToken: Cancel));
    }

    public async ValueTask DisposeAsync()
    {
        await CheckEtherAsync();
        foreach (var sender in _senders)
            sender.Dispose();
    }

    private async Task DeployAsync(ContractArtifact? machine)
    {
        for (var i = 0; i < 6; i++)
            _senders.Add(await TransactionSender.CreateAsync(_fixture.Client, _fixture.Devnet.Accounts[i].CreateKey(), null, Cancel));

        object[] arguments = machine is null ? [Truth.Length, Truth.FinalRoot, Truth.FinalStatus, Truth.FinalExitCode] : [];
        machine ??= ToyMachine;
        Machine = (await Opml.Ethereum.Contracts.Contract.DeployAsync(_senders[0], machine, arguments, default, Cancel)).Contract.Address;
        Contract = (await OpmlContract.DeployAsync(_senders[0], Machine, machine.Abi, Cancel)).Value;
        Accounts = [.. _senders.Select(sender => new OpmlAccount(Contract, sender))];
    }

    private static ContractArtifact Load(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"artifacts/{name}.json")!;
        using var reader = new StreamReader(stream);
        return ContractArtifact.Parse(reader.ReadToEnd());
    }
}
