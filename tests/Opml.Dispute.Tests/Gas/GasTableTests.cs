using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Oracle;
using Opml.Dispute.Tests.Contracts;
using Opml.Dispute.Tests.Machine;
using Opml.Dispute.Tests.Oracle;
using Opml.Ethereum;
using Opml.Ethereum.Abi;
using Opml.Ethereum.Contracts;
using Opml.Mips.Tests.Cases;

namespace Opml.Dispute.Tests.Gas;

/// <summary>What each entry point costs, held to the figures of the checked-in file.</summary>
public sealed class GasTableTests(GasFixture fixture, ITestOutputHelper output) : IClassFixture<GasFixture>
{
    private const string Machine = "MipsMachine";
    private const string Opml = "Opml";
    private const string Oracle = "OpmlOracle";
    private readonly GasTable _table = new();

    [Fact]
    public async Task No_figure_grows_by_more_than_5_percent_and_the_page_is_made_of_them()
    {
        await MeasureMachineAsync();
        await MeasureResultsAsync();
        await MeasureGamesAsync();
        await MeasureOracleAsync();
        output.WriteLine(_table.Figures());
        if (Environment.GetEnvironmentVariable("OPML_GAS") == "write")
        {
            await File.WriteAllTextAsync(GasTable.FiguresPath, _table.Figures(), Scene.Cancel);
            await File.WriteAllTextAsync(GasTable.PagePath, _table.Page(), Scene.Cancel);
        }

        var kept = GasTable.Read();
        Assert.Equal(kept.Rows.Select(Name), _table.Rows.Select(Name));
        Assert.Empty(_table.Rows.Zip(kept.Rows)
            .Where(pair => pair.First.Gas > pair.Second.Gas * 1.05)
            .Select(pair => $"{Name(pair.First)}: {pair.First.Gas}, and it was {pair.Second.Gas}"));
        Assert.Equal(kept.Page(), (await File.ReadAllTextAsync(GasTable.PagePath, Scene.Cancel)).ReplaceLineEndings("\n"));
        foreach (var (contract, abi) in new[] { (Opml, ContractArtifacts.Opml.Abi), (Oracle, ContractArtifacts.Oracle.Abi) })
        {
            Assert.Empty(abi.Functions
                .Where(function => function.Mutability is StateMutability.Payable or StateMutability.NonPayable)
                .Select(function => function.Name)
                .Except(_table.Rows.Where(row => row.Contract == contract).Select(row => row.Function)));
        }
    }

    private static string Name((string Contract, string Function, string Case, ulong Gas) row) => $"{row.Contract}.{row.Function}, {row.Case}";

    private async Task MeasureMachineAsync()
    {
        using var sender = await fixture.SenderAsync();
        var artifact = ContractArtifacts.Load(Machine);
        var deployed = await Contract.DeployAsync(sender, artifact, cancellationToken: Scene.Cancel);
        _table.Add(Machine, GasTable.Deployment, "once a chain", deployed.Receipt.GasUsed);
        await using var step = await StepContract.DeployAsync(GasFixture.Hardfork, Scene.Cancel);
        List<StepCase> guest = GasCases.MnistGuest(300), dense = GasCases.Dense(low: false);
        foreach (var (function, call) in new (string, Func<StepCase, byte[]>)[] { ("step", GasCases.Call), ("stepPacked", GasCases.CallPacked) })
        {
            var gas = (await step.GasAsync([.. guest.Select(call)], Scene.Cancel)).Order().ToArray();
            _table.Add(Machine, function, "MNIST guest, median of 300 steps", (ulong)gas[gas.Length / 2]);
            _table.Add(Machine, function, "MNIST guest, dearest of 300 steps", (ulong)gas[^1]);
            _table.Add(Machine, function, "the dearest of all states", (ulong)(await step.GasAsync([.. dense.Select(call)], Scene.Cancel)).Max());
        }

        _table.Add(Opml, GasTable.Deployment, "once a chain", (await OpmlContract.DeployAsync(sender, deployed.Contract.Address, artifact.Abi, Scene.Cancel)).Receipt.GasUsed);
    }

    private async Task MeasureResultsAsync()
    {
        await using var scene = await Scene.CreateAsync(fixture, 13);
        var (fee, id) = (scene.Model.Fee, scene.Model.Id());
        await OpmlAsync("registerModel", "", scene.Stranger.RegisterModelAsync(scene.Model with { Fee = 1 }, GoldenProof.Of(Scene.Golden().Nodes), Scene.Cancel));
        await OpmlAsync("request", "24 bytes", scene.Requester.RequestAsync(id, Scene.Input, fee, Scene.Cancel));
        await OpmlAsync("request", "784 bytes", scene.Requester.RequestAsync(id, Bytes(784), fee, Scene.Cancel));
        await OpmlAsync("beginRequest", "", scene.Requester.BeginRequestAsync(id, 40_000, fee, Scene.Cancel));
        foreach (var piece in InputPiece.Split(Bytes(40_000)))
            await _table.AddAsync(Opml, "addInput", Case(piece), scene.Requester.AddInputAsync(3, piece, Scene.Cancel));
        await scene.AdvanceAsync(scene.Model.RequestDeadline);
        await _table.AddAsync(Opml, "cancel", "", scene.Requester.CancelAsync(2, Scene.Cancel));

        await scene.RequestAsync();
        await _table.AddAsync(Opml, "postResult", "4 bytes, the first of a request", scene.PostAsync());
        await scene.AdvanceAsync(scene.Model.ChallengeWindow);
        await _table.AddAsync(Opml, "finalise", "", scene.Stranger.FinaliseAsync(scene.RequestId, Scene.Cancel));
        await _table.AddAsync(Opml, "withdraw", "", scene.Proposer.WithdrawAsync(scene.Proposer.Address, Scene.Cancel));

        await using var large = await Scene.CreateAsync(fixture, 13, output: Bytes(1024));
        await large.RequestAsync();
        await _table.AddAsync(Opml, "postResult", "1,024 bytes", large.PostAsync());

        await using var failed = await Scene.CreateAsync(fixture, 13, status: 1);
        await failed.RequestAsync();
        await _table.AddAsync(Opml, "postFailedResult", "", failed.PostAsync());

        await using var oversized = await Scene.CreateAsync(fixture, 13, output: new byte[40], terms: terms => terms with { OutputLimit = 39 });
        await oversized.RequestAsync();
        await _table.AddAsync(Opml, "postOversizedResult", "", oversized.Proposer.PostOversizedResultAsync(
            oversized.RequestId, oversized.Truth.StateAt(0), oversized.Truth.WitnessAt(13), 40, OutputProof.OfLength(oversized.FinalMemory.Nodes), oversized.Model.ProposerBond, Scene.Cancel));
    }

    private async Task MeasureGamesAsync()
    {
        await using var scene = await Scene.CreateAsync(fixture, 13);
        await scene.RequestAsync();
        var lie = scene.Truth with { RegisterFaultAt = 7 };
        await scene.PostAsync(lie);
        var apart = await scene.ChallengeAsync(lie);
        await apart.PlayAsync(scene.Truth, inOne: false);
        var shown = new HashSet<string>();
        foreach (var (move, gas) in apart.Gas.Where(item => shown.Add(item.Move)))
            _table.Add(Opml, move, move == "prove" ? "striking the result out" : "", gas);

        await _table.AddAsync(Opml, "postResult", "4 bytes, after a strike-out", scene.PostAsync(lie));
        var timed = await scene.ChallengeAsync(lie);
        var open = await scene.ChallengeAsync(lie, scene.Challengers[1]);
        await timed.PostAsync();
        await timed.PickAsync(2);
        await scene.AdvanceAsync(scene.Model.Clock);
        await timed.CallTimeAsync(scene.Stranger);
        _table.Add(Opml, "callTime", "striking the result out, another game open", timed.Gas[^1].Gas);
        await _table.AddAsync(Opml, "claimVoid", "", scene.Stranger.ClaimVoidAsync(open.Id, Scene.Cancel));

        await scene.PostAsync();
        var lost = await scene.ChallengeAsync(scene.Truth);
        await lost.PlayAsync(scene.Truth);
        _table.Add(Opml, "pickAndProve", "the challenge was false", lost.Gas[^1].Gas);
    }

    private async Task MeasureOracleAsync()
    {
        await using var world = await OracleScene.CreateAsync(fixture);
        var (user, courier, id) = (world.User, world.Courier, (System.Numerics.BigInteger)OracleScene.Number);
        _table.Add(Oracle, GasTable.Deployment, "once", (await OracleContract.DeployAsync(world.Scene.Senders[0], world.Scene.Contract.Address, Scene.Cancel)).Receipt.GasUsed);
        await _table.AddAsync(Oracle, "listModel", "", user.ListModelAsync(12, world.Scene.Model.Id(), 5, Scene.Cancel));
        await _table.AddAsync(Oracle, "changeListing", "", user.ChangeListingAsync(12, user.Address, 6, Scene.Cancel));
        var reader = await world.DeployAsync("ToyReader");
        var callback = new OracleCallback(reader.Address, OracleScene.Gas, new byte[] { 1, 2, 3 });
        var fee = await world.Contract.EstimateFeeAsync(id, OracleScene.Gas, true, Scene.Cancel);
        var single = await world.Contract.EstimateFeeAsync(id, OracleScene.Gas, false, Scene.Cancel);
        await OracleAsync("requestCallback", "24 bytes", user.RequestAsync(id, Scene.Input, callback, false, single, Scene.Cancel));
        await OracleAsync("requestCallback", "784 bytes", user.RequestAsync(id, Bytes(784), callback, false, single, Scene.Cancel));
        await OracleAsync("requestCallback", "24 bytes, no callback", user.RequestAsync(id, Scene.Input, OracleCallback.None, false, fee, Scene.Cancel));
        await OracleAsync("requestCallbackAtOnce", "24 bytes", user.RequestAsync(id, Scene.Input, callback, true, fee, Scene.Cancel));
        await OracleAsync("beginRequest", "", user.BeginRequestAsync(id, 40_000, callback, false, single, Scene.Cancel));
        foreach (var piece in InputPiece.Split(Bytes(40_000)))
            await _table.AddAsync(Oracle, "addInput", Case(piece), user.AddInputAsync(5, piece, Scene.Cancel));

        await world.PostAsync(4);
        await OracleAsync("deliver", "a live result", courier.DeliverAsync(4, Scene.Cancel));
        await world.PostAsync(1);
        await world.FinishAsync(3);
        await OracleAsync("deliver", "a final result", courier.DeliverAsync(1, Scene.Cancel));
        await OracleAsync("deliver", "a final result, no callback", courier.DeliverAsync(3, Scene.Cancel));
        await OracleAsync("deliver", "settlement of what was delivered live", courier.DeliverAsync(4, Scene.Cancel));
        await OracleAsync("reclaim", "", courier.ReclaimAsync(2, Scene.Cancel));
        await _table.AddAsync(Oracle, "withdraw", "", courier.WithdrawAsync(courier.Address, Scene.Cancel));
        await _table.AddAsync(Oracle, "withdrawFor", "", courier.WithdrawForAsync(user.Address, Scene.Cancel));
    }

    private static string Case(InputPiece piece) => piece.Bytes.Length switch
    {
        16_380 => "the first piece, 16,380 bytes",
        16_384 => "a whole piece, 16,384 bytes",
        var length => $"the last piece, {length:N0} bytes",
    };

    private async Task OpmlAsync<T>(string function, string what, Task<Sent<T>> sent) => await _table.AddAsync(Opml, function, what, ReceiptOf(sent));

    private async Task OracleAsync<T>(string function, string what, Task<Sent<T>> sent) => await _table.AddAsync(Oracle, function, what, ReceiptOf(sent));

    private static async Task<TransactionReceipt> ReceiptOf<T>(Task<Sent<T>> sent) => (await sent).Receipt;

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i | 1))];
}
