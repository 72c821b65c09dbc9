using System.Numerics;
using System.Reflection;
using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Oracle;
using Opml.Dispute.Contracts.Oracle.Events;
using Opml.Dispute.Tests.Contracts;
using Opml.Dispute.Tests.Devnet;
using Opml.Ethereum;
using Opml.Ethereum.Contracts;

namespace Opml.Dispute.Tests.Oracle;

/// <summary>
/// A scene with an oracle: its model has number 11, whose owner is account 1's. When it is left, every wei in the oracle is
/// somebody's to withdraw or held for a request.
/// </summary>
public sealed class OracleScene : IAsyncDisposable
{
    public const ulong Number = 11;
    public const ulong Gas = 300_000;
    private readonly List<Address> _holders = [];

    private OracleScene(Scene scene, OracleContract contract)
    {
        Scene = scene;
        Contract = contract;
        Accounts = [.. scene.Senders.Select(sender => new OracleAccount(contract, sender))];
        _holders.AddRange(Accounts.Select(account => account.Address));
    }

    public static CancellationToken Cancel => Scene.Cancel;

    public Scene Scene { get; }

    public OracleContract Contract { get; }

    public IReadOnlyList<OracleAccount> Accounts { get; }

    public OracleAccount User => Accounts[0];

    /// <summary>Owner of the number, and proposer of results.</summary>
    public OracleAccount Owner => Accounts[1];

    public OracleAccount Courier => Accounts[5];

    public BigInteger OwnerFee { get; private init; }

    /// <summary>The model by its key.</summary>
    public BigInteger Key => OracleContract.IdOf(Scene.Model.Id());

    public static async Task<OracleScene> CreateAsync(
        DevnetFixture fixture, ulong steps = 4, Func<Opml.Dispute.Game.Terms, Opml.Dispute.Game.Terms>? terms = null, byte[]? output = null, byte status = 0)
    {
        var scene = await Scene.CreateAsync(fixture, steps, terms: t => (terms ?? (x => x))(t with { FeeCeiling = 10_000_000_000, ProposerBond = t.ProposerBond * 10, ChallengerBond = t.ChallengerBond * 10 }), output: output, status: status);
        var oracle = (await OracleContract.DeployAsync(scene.Senders[0], scene.Contract.Address, Cancel)).Value;
        var world = new OracleScene(scene, oracle) { OwnerFee = 777_001 };
        await world.Owner.ListModelAsync(Number, scene.Model.Id(), world.OwnerFee, Cancel);
        return world;
    }

    public static ContractArtifact Artifact(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"artifacts/{name}.json")!;
        using var reader = new StreamReader(stream);
        return ContractArtifact.Parse(reader.ReadToEnd());
    }

    /// <summary>A user's contract; it counts among those that may have ether in the oracle.</summary>
    public async Task<Contract> DeployAsync(string name, params object[] arguments)
    {
        var made = await Opml.Ethereum.Contracts.Contract.DeployAsync(Scene.Senders[0], Artifact(name), [Contract.Address, .. arguments], default, Cancel);
        _holders.Add(made.Contract.Address);
        return made.Contract;
    }

    /// <summary>A request by the user's account to a callback contract.</summary>
    public async Task<ulong> RequestAsync(Contract? target, bool atOnce = false, BigInteger? modelId = null, BigInteger? payment = null, byte[]? data = null, ulong gas = Gas)
    {
        var callback = target is null ? OracleCallback.None : new OracleCallback(target.Address, gas, data ?? [7, 8, 9]);
        var id = modelId ?? Number;
        var fee = payment ?? await Contract.EstimateFeeAsync(id, callback.GasLimit, atOnce, Cancel);
        return (await User.RequestAsync(id, Scene.Input, callback, atOnce, fee, Cancel)).Value;
    }

    /// <summary>A request that a contract makes itself, by its function <c>ask</c>.</summary>
    public async Task<ulong> AskAsync(Contract contract, params object[] last)
    {
        var atOnce = last is [true];
        var fee = await Contract.EstimateFeeAsync(Number, Gas, atOnce, Cancel);
        var receipt = await contract.SendAsync(Scene.Senders[0], "ask", [Number, Scene.Input, Gas, .. last], fee, cancellationToken: Cancel);
        return Contract.ReadEvents(receipt).OfType<AICallbackRequest>().Single().RequestId;
    }

    public async Task PostAsync(ulong requestId, ToyRun? run = null)
    {
        Scene.UseRequest(requestId);
        await Scene.PostAsync(run);
    }

    /// <summary>Posts the truth and lets its window pass.</summary>
    public async Task FinishAsync(ulong requestId, ToyRun? run = null)
    {
        await PostAsync(requestId, run);
        await Scene.AdvanceAsync(Scene.Model.ChallengeWindow);
    }

    /// <summary>Posts a lie about the request, and then strikes it out.</summary>
    public async Task StrikeOutAsync(ToyRun lie) => await (await Scene.ChallengeAsync(lie)).PlayAsync(Scene.Truth);

    public ToyRun Lie(ulong at = 3) => Scene.Truth with { RegisterFaultAt = at };

    public async Task<Delivered> DeliverAsync(ulong requestId, OracleAccount? by = null) =>
        (await (by ?? Courier).DeliverAsync(requestId, Cancel)).Value;

    public Task<string?> DeliveryErrorAsync(ulong requestId) => Scene.ErrorOf(() => Courier.DeliverAsync(requestId, Cancel));

    public async Task<OracleDuty> DutyAsync(ulong requestId) => (await Contract.GetDutyAsync(requestId, Cancel)).Duty;

    public Task<BigInteger> BalanceAsync(Address account) => Contract.GetBalanceAsync(account, Cancel);

    /// <summary>The oracle's ether is what accounts have there and what its requests hold.</summary>
    public async Task CheckEtherAsync()
    {
        BigInteger sum = 0;
        foreach (var holder in _holders.Distinct()) sum += await BalanceAsync(holder);
        var count = await Scene.Contract.GetRequestCountAsync(Cancel);
        for (ulong id = 1; id <= count; id++) sum += (await Contract.GetEntryAsync(id, Cancel)).Held;
        Assert.Equal(sum, await Contract.Client.GetBalanceAsync(Contract.Address, cancellationToken: Cancel));
    }

    public async ValueTask DisposeAsync()
    {
        await CheckEtherAsync();
        Scene.AlsoHolds(Contract.Address);
        await Scene.DisposeAsync();
    }
}
