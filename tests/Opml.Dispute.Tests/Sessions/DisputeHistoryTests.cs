using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Players;
using Opml.Dispute.Players.Faults;
using Opml.Dispute.Sessions;
using Opml.Dispute.Tests.Players;
using Opml.Ethereum;
using Opml.Ethereum.Rpc;
using Opml.Mips.Elf;
using Opml.Mips.Image;

namespace Opml.Dispute.Tests.Sessions;

/// <summary>A game's story is of that game and the result that it is about, and of nothing else that befell the request.</summary>
public sealed class DisputeHistoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_games_story_has_no_step_of_another_game_and_no_end_of_another_result()
    {
        await using Table table = await Table.SetAsync("echo.elf");
        byte[] input = [1, 2, 3, 4];
        ulong id = await table.RequestAsync(input);
        Proposer liar = await table.ProposerAsync(new Fault { Kind = FaultKind.Register });
        await table.PlayAsync(async () => (await EventsAsync()).OfType<GameEnded>().Any(), liar, await table.ChallengerAsync(Fault.None));

        // The honest result that comes next is challenged by one who lies, and becomes final.
        Challenger envious = await table.ChallengerAsync(new Fault { Kind = FaultKind.Memory });
        await table.PlayUntilAsync(id, RequestStatus.Final, await table.ProposerAsync(Fault.None), envious);
        GameId[] games = [.. (await EventsAsync()).OfType<GameOpened>().Select(opened => opened.Game)];
        Assert.Equal([new GameId(id, 1, 1), new GameId(id, 2, 1)], games);

        var deployment = new OpmlDeployment
        {
            RpcUrl = table.Devnet.RpcUrl,
            ChainId = table.Devnet.ChainId,
            Contract = table.Contract.Address,
            Machine = await table.Contract.GetMachineAsync(Token),
            Block = 0,
        };
        MipsImage image = MipsImage.From(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "guests", "echo.elf")));
        foreach (GameId game in games)
        {
            IReadOnlyList<DisputeEvent> story = await DisputeHistory.ReadAsync(deployment, table.Contract, game, image, Table.ModelBytes, Token);
            Assert.Equal(game.Attempt == 2 ? 1 : 0, story.OfType<FinalResult>().Count());
            Assert.Equal(game.Attempt, Assert.Single(story.OfType<PostedResult>()).Attempt);
            ArbitratedStep step = Assert.Single(story.OfType<ArbitratedStep>());
            Assert.Equal(game, step.Game);
            Assert.NotNull(step.Instruction);
            Assert.Equal(game, Assert.Single(story.OfType<DisputeOutcome>()).Game);

            // The observer itself passes over the others: each step that it tells costs a run.
            var request = story.OfType<InferenceRequest>().Single();
            IReadOnlyList<DisputeEvent> one = await Observer(request, game).ReadAsync(Token);
            IReadOnlyList<DisputeEvent> all = await Observer(request, null).ReadAsync(Token);
            Assert.Equal([game], one.OfType<ArbitratedStep>().Select(told => told.Game));
            Assert.Equal(games, all.OfType<ArbitratedStep>().Select(told => told.Game));
            Assert.Single(all.OfType<FinalResult>());
        }

        Task<IReadOnlyList<OpmlEvent>> EventsAsync() => table.Contract.GetEventsAsync(BlockTag.Earliest, BlockTag.Latest, Token);

        DisputeObserver Observer(InferenceRequest request, GameId? only) =>
            new(table.Contract, request, table.Files.On(table.Terms), table.Files, input, SymbolTable.Empty, null, only);
    }
}
