using System.Collections.Concurrent;
using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Devnet;
using Opml.Dispute.Players;
using Opml.Dispute.Players.Faults;
using Opml.Ethereum.Accounts;
using Opml.Node.Configuration;
using Opml.Node.Status;
using Opml.Node.Tests.Scene;

namespace Opml.Node.Tests.Hosting;

/// <summary>What a node does from its start to its end.</summary>
public sealed class NodeLifeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_proposer_answers_makes_final_and_withdraws()
    {
        await using World world = await World.MakeAsync(terms => terms with { Fee = 1000 });
        DevnetAccount account = world.NextAccount();
        var told = new ConcurrentQueue<NodeEvent>();
        await using OpmlNodeHost node = await world.StartAsync(world.Options(NodeRole.Proposer), account, told.Enqueue);
        ulong request = await world.RequestAsync();
        await world.UntilStatusAsync(request, RequestStatus.Posted);
        await world.PassAsync(world.Terms.ChallengeWindow);
        await world.UntilStatusAsync(request, RequestStatus.Final);
        await world.UntilHomeAsync(account.Address);
        await World.UntilAsync(() => node.Status.Record.ResultsFinal == 1 && told.Any(e => e.Kind == NodeEventKind.Ether), "the status to tell of it");

        NodeStatus status = node.Status;
        Assert.Equal(1, status.Requests[RequestStatus.Final]);
        Assert.Equal(new PlayerRecord { ResultsPosted = 1, ResultsFinal = 1, FeesEarned = 1000 }, status.Record);
        Assert.True(status.GasUsed > 100_000 && status.GasFees > 0 && status.StepsPerSecond > 0 && status.IsReady);
        Assert.Contains(told, e => e.Kind == NodeEventKind.Request && e.RequestId == request);
        Assert.Contains(told, e => e.Kind == NodeEventKind.Result && e.Message.EndsWith("is final", StringComparison.Ordinal));
        await node.StopAsync();
        Assert.Equal(NodeState.Stopped, node.Status.State);
    }

    [Fact]
    public async Task A_validator_challenges_a_false_result_and_wins_the_bond()
    {
        await using World world = await World.MakeAsync();
        DevnetAccount account = world.NextAccount();
        await world.SeatLiarAsync(proposes: true, new Fault { Kind = FaultKind.Register });
        await using OpmlNodeHost node = await world.StartAsync(world.Options(NodeRole.Validator), account);
        ulong request = await world.RequestAsync();
        await world.UntilHomeAsync(account.Address);
        await World.UntilAsync(() => node.Status.Record.GamesWon == 1, "the status to tell of it");
        Assert.Equal(RequestStatus.Open, (await world.InfoAsync(request)).Status);
        Assert.Equal(new PlayerRecord { Challenges = 1, GamesWon = 1, BondsWon = world.Terms.ProposerBond / 2 }, node.Status.Record);
        Assert.DoesNotContain(await world.EventsAsync(), e => e is ResultPosted posted && posted.Proposer == account.Address);
    }

    [Fact]
    public async Task A_node_of_both_roles_strikes_out_a_false_result_and_puts_its_own_in_its_place()
    {
        await using World world = await World.MakeAsync();
        DevnetAccount account = world.NextAccount();
        ulong request = await world.RequestAsync();
        await world.SeatLiarAsync(proposes: true, new Fault { Kind = FaultKind.Output });
        await world.UntilStatusAsync(request, RequestStatus.Posted);
        await using OpmlNodeHost node = await world.StartAsync(world.Options(NodeRole.Proposer, NodeRole.Validator), account);
        await World.UntilAsync(async () => await world.InfoAsync(request) is { Attempt: 2, Status: RequestStatus.Posted }, "a second result");
        Assert.Equal(account.Address, (await world.InfoAsync(request)).Proposer);
        await world.PassAsync(world.Terms.ChallengeWindow);
        await world.UntilStatusAsync(request, RequestStatus.Final);
        await world.UntilHomeAsync(account.Address);
        Assert.Equal([1, 2, 3, 4], await world.Contract.GetOutputAsync(request, Token));
    }

    [Fact]
    public async Task A_node_that_is_stopped_in_a_game_goes_on_with_it_when_it_is_started_again()
    {
        await using World world = await World.MakeAsync();
        DevnetAccount account = world.NextAccount();
        NodeOptions options = world.Options(NodeRole.Validator);
        await using (OpmlNodeHost first = await world.StartAsync(options, account))
        {
            await world.SeatLiarAsync(proposes: true, new Fault { Kind = FaultKind.Silence, Round = 2 });
            await world.RequestAsync();
            await World.UntilAsync(async () => (await world.EventsAsync()).OfType<PartPicked>().Any(), "the first pick");
        }
        await using OpmlNodeHost second = await world.StartAsync(options, account);
        Assert.Single(second.Status.Games);
        await world.PassAsync(world.Terms.Clock);
        await world.UntilHomeAsync(account.Address);
        Assert.Single((await world.EventsAsync()).OfType<GameOpened>());
        Assert.Single((await world.EventsAsync()).OfType<GameEnded>(), ended => ended.Winner == account.Address && ended.OnTime);
    }

    [Fact]
    public async Task Two_validators_that_race_on_one_false_result_both_end_well()
    {
        await using World world = await World.MakeAsync();
        await world.SeatLiarAsync(proposes: true, new Fault { Kind = FaultKind.Memory });
        DevnetAccount[] accounts = [world.NextAccount(), world.NextAccount()];
        await using OpmlNodeHost one = await world.StartAsync(world.Options(NodeRole.Validator), accounts[0]);
        await using OpmlNodeHost two = await world.StartAsync(world.Options(NodeRole.Validator), accounts[1]);
        await world.Client.Rpc.InvokeAsync("evm_setAutomine", [false], Token);
        Task<ulong> asking = world.RequestAsync();
        await MineUntilAsync(world, async () => (await world.EventsAsync()).OfType<ResultPosted>().Any());
        // Both challenges wait for the same block.
        await World.UntilAsync(async () => (await world.Client.Rpc.InvokeAsync("txpool_status", [], Token)).GetProperty("pending").GetString() == "0x2", "two challenges");
        await world.Client.Rpc.InvokeAsync("evm_setAutomine", [true], Token);
        await world.Devnet.MineAsync(1, Token);
        await asking;
        foreach (DevnetAccount account in accounts) await world.UntilHomeAsync(account.Address);

        IReadOnlyList<OpmlEvent> events = await world.EventsAsync();
        Assert.Equal(2, events.OfType<GameOpened>().Count());
        GameEnded ended = Assert.Single(events.OfType<GameEnded>());
        GameVoided voided = Assert.Single(events.OfType<GameVoided>());
        Assert.Equal(accounts.Select(account => account.Address).ToHashSet(), [ended.Winner, voided.Challenger]);
        foreach (DevnetAccount account in accounts)
            Assert.True(events.OfType<Withdrawn>().Where(e => e.Account == account.Address).Aggregate(System.Numerics.BigInteger.Zero, (sum, e) => sum + e.Amount) >= world.Terms.ChallengerBond);
    }

    [Fact]
    public async Task A_model_that_is_put_into_the_folder_is_served_and_one_that_is_taken_out_is_not()
    {
        await using World world = await World.MakeAsync();
        await using OpmlNodeHost node = await world.StartAsync(world.Options(NodeRole.Proposer), world.NextAccount());
        ModelFiles other = world.PutModel("other", "echo.elf", [0, 9, 9]);
        await world.RegisterAsync(other);
        ulong request = await world.RequestAsync(other);
        await world.UntilStatusAsync(request, RequestStatus.Posted);
        Assert.Equal(2, node.Status.Models.Length);

        File.Delete(Path.Join(world.ModelFolder, "other.opml.json"));
        await World.UntilAsync(() => node.Status.Models.Any(model => model.IsRetired), "the model to retire");
        ulong late = await world.RequestAsync(other);
        ulong served = await world.RequestAsync();
        await world.UntilStatusAsync(served, RequestStatus.Posted);
        Assert.Equal(RequestStatus.Open, (await world.InfoAsync(late)).Status);
        await world.PassAsync(world.Terms.ChallengeWindow);
        await world.UntilStatusAsync(request, RequestStatus.Final);
        await World.UntilAsync(() => node.Status.Models.Length == 1, "the model to go when its last result is final");
    }

    [Fact]
    public async Task A_node_waits_for_a_chain_that_does_not_answer()
    {
        await using World world = await World.MakeAsync();
        await using var door = new Door(world.Devnet.RpcUrl);
        using var key = world.NextAccount().CreateKey();
        await using OpmlNodeHost node = OpmlNodeHost.Start(world.Options(NodeRole.Proposer) with { RpcUrls = [door.Url] }, key);
        await World.UntilAsync(() => door.Refused > 0, "the node to knock");
        Assert.Equal(NodeState.Starting, node.Status.State);
        door.Open();
        await node.WhenReadyAsync(Token);
        ulong request = await world.RequestAsync();
        await world.UntilStatusAsync(request, RequestStatus.Posted);

        door.Close();
        await World.UntilAsync(() => node.Status.Warnings.Any(warning => warning.Kind == NodeWarningKind.Endpoint), "a warning");
        Assert.Equal(NodeState.Warning, node.Status.State);
        door.Open();
        await world.PassAsync(world.Terms.ChallengeWindow);
        await world.UntilStatusAsync(request, RequestStatus.Final);
        await World.UntilAsync(() => node.Status.Warnings.IsEmpty, "the warning's end");
    }

    [Fact]
    public async Task A_node_ends_where_waiting_does_not_help()
    {
        await using World world = await World.MakeAsync();
        NodeOptions options = world.Options(NodeRole.Proposer);
        using var key = world.NextAccount().CreateKey();
        await using (OpmlNodeHost node = OpmlNodeHost.Start(options with { ChainId = 1 }, key))
            await Assert.ThrowsAsync<ChainIdMismatchException>(() => node.WhenReadyAsync(Token));
        await using (OpmlNodeHost node = OpmlNodeHost.Start(options with { Contract = world.Devnet.Accounts[9].Address }, key))
        {
            Assert.Contains("no contract at", (await Assert.ThrowsAsync<NodeConfigurationException>(() => node.WhenReadyAsync(Token))).Message, StringComparison.Ordinal);
            Assert.Equal(NodeState.Failed, node.Status.State);
        }
        await using OpmlNodeHost holder = await world.StartAsync(options, world.Devnet.Accounts[5]);
        using var other = world.Devnet.Accounts[5].CreateKey();
        await using OpmlNodeHost second = OpmlNodeHost.Start(options, other);
        await Assert.ThrowsAsync<Opml.Dispute.Store.StoreException>(() => second.WhenReadyAsync(Token));
    }

    private static async Task MineUntilAsync(World world, Func<Task<bool>> condition) => await World.UntilAsync(
        async () =>
        {
            if (await condition()) return true;
            await world.Devnet.MineAsync(1, Token);
            return await condition();
        },
        "the chain");
}
