using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Game;
using Opml.Dispute.Players;
using Opml.Dispute.Players.Faults;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Players;

/// <summary>Several players at one result.</summary>
public sealed class ManyPlayersTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2, false)]
    [InlineData(4, false)]
    [InlineData(3, true)]
    public async Task Of_several_challengers_of_a_false_result_one_wins_and_the_others_have_their_bonds_back(int count, bool inOneBlock)
    {
        await using Table table = await Table.SetAsync("echo.elf");
        Proposer liar = await table.ProposerAsync(new Fault { Kind = FaultKind.Memory });
        var challengers = new List<Challenger>();
        for (int i = 0; i < count; i++) challengers.Add(await table.ChallengerAsync(Fault.None));
        ulong request = await table.RequestAsync(1, 2, 3, 4);
        await liar.TickAsync(Token);

        if (inOneBlock) await TickInOneBlockAsync(table, challengers);
        await table.PlayUntilAsync(request, RequestStatus.Open, [liar, .. challengers]);
        await Table.SettleAsync([liar, .. challengers]);

        IReadOnlyList<OpmlEvent> events = await table.Contract.GetEventsAsync(BlockTag.Earliest, BlockTag.Latest, Token);
        Assert.Equal(count, events.OfType<GameOpened>().Count());
        if (inOneBlock) Assert.Single(events.OfType<GameOpened>().Select(opened => opened.Log!.BlockNumber).Distinct());
        GameEnded ended = Assert.Single(events.OfType<GameEnded>());
        Assert.Equal(liar.Address, ended.Loser);
        GameVoided[] voided = [.. events.OfType<GameVoided>()];
        Assert.Equal(count - 1, voided.Length);

        // Nothing is left in the contract but what is burnt, and each has what the rules say.
        BigInteger bond = table.Terms.ProposerBond, stake = table.Terms.ChallengerBond;
        Assert.Equal(bond - bond / 2, await table.Contract.GetBurntAsync(Token));
        Assert.Equal(bond - bond / 2, await table.Client.GetBalanceAsync(table.Contract.Address, cancellationToken: Token));
        foreach (Challenger challenger in challengers)
        {
            BigInteger home = events.OfType<Withdrawn>().Where(e => e.Account == challenger.Address).Aggregate(BigInteger.Zero, (sum, e) => sum + e.Amount);
            BigInteger refunds = voided.Aggregate(BigInteger.Zero, (sum, e) => sum + e.Refund);
            BigInteger due = challenger.Address == ended.Winner ? bond / 2 - refunds : voided.Single(e => e.Challenger == challenger.Address).Refund;
            Assert.Equal(stake + due, home);
        }
    }

    [Fact]
    public async Task An_honest_result_outlives_all_false_challengers_at_once()
    {
        await using Table table = await Table.SetAsync("echo.elf");
        Proposer honest = await table.ProposerAsync(Fault.None);
        Fault[] faults =
        [
            new() { Kind = FaultKind.Register, Step = 1 },
            new() { Kind = FaultKind.Memory },
            new() { Kind = FaultKind.Output },
            new() { Kind = FaultKind.Silence, Round = 2 },
            new() { Kind = FaultKind.StepCount, Step = 20 },
        ];
        var liars = new List<Challenger>();
        foreach (Fault fault in faults) liars.Add(await table.ChallengerAsync(fault));
        ulong request = await table.RequestAsync(1, 2, 3, 4);

        await table.PlayUntilAsync(request, RequestStatus.Final, [honest, .. liars]);
        await Table.SettleAsync(honest);
        IReadOnlyList<OpmlEvent> events = await table.Contract.GetEventsAsync(BlockTag.Earliest, BlockTag.Latest, Token);
        Assert.Equal(faults.Length, events.OfType<GameEnded>().Count(ended => ended.Winner == honest.Address));
        BigInteger lost = table.Terms.ChallengerBond * faults.Length;
        BigInteger reward = table.Terms.ChallengerBond / 2 * faults.Length;
        BigInteger home = events.OfType<Withdrawn>().Where(e => e.Account == honest.Address).Aggregate(BigInteger.Zero, (sum, e) => sum + e.Amount);
        Assert.Equal(table.Terms.ProposerBond + table.Terms.Fee + reward, home);
        Assert.Equal(lost - reward, await table.Client.GetBalanceAsync(table.Contract.Address, cancellationToken: Token));
    }

    [Fact]
    public async Task Of_two_proposers_in_one_block_one_is_first_and_the_other_loses_nothing()
    {
        await using Table table = await Table.SetAsync("echo.elf");
        Proposer[] proposers = [await table.ProposerAsync(Fault.None), await table.ProposerAsync(Fault.None)];
        ulong request = await table.RequestAsync(1, 2, 3, 4);

        await TickInOneBlockAsync(table, proposers);
        await table.PlayUntilAsync(request, RequestStatus.Final, proposers);
        foreach (Proposer proposer in proposers)
            Assert.Equal(new AccountInfo(0, 0), await table.Contract.GetAccountAsync(proposer.Address, Token));
        Assert.Equal(0, await table.Client.GetBalanceAsync(table.Contract.Address, cancellationToken: Token));
    }

    [Fact]
    public async Task A_proposer_that_lost_on_time_posts_the_same_state_again_but_not_for_ever()
    {
        await using Table table = await Table.SetAsync("echo.elf");
        Proposer slow = await table.ProposerAsync(Fault.None);
        Challenger liar = await table.ChallengerAsync(new Fault { Kind = FaultKind.Register, Step = 1 });
        Challenger other = await table.ChallengerAsync(new Fault { Kind = FaultKind.Register, Step = 1 });
        ulong request = await table.RequestAsync(1, 2, 3, 4);
        foreach (Challenger challenger in new[] { liar, other })
        {
            await slow.TickAsync(Token);
            Assert.Equal(RequestStatus.Posted, (await table.RequestInfoAsync(request)).Status);
            await challenger.TickAsync(Token);
            await table.PassAsync(table.Terms.Clock); // the proposer is away
            await Table.SettleAsync(challenger);
            Assert.Equal(RequestStatus.Open, (await table.RequestInfoAsync(request)).Status);
        }
        await Table.SettleAsync(slow);
        Assert.Equal(RequestStatus.Open, (await table.RequestInfoAsync(request)).Status);
    }

    [Fact]
    public async Task A_challenger_that_lost_on_time_challenges_again_and_wins()
    {
        await using Table table = await Table.SetAsync("echo.elf", terms => terms with { ChallengeWindow = 3 * terms.Clock });
        Proposer liar = await table.ProposerAsync(new Fault { Kind = FaultKind.Memory });
        Challenger honest = await table.ChallengerAsync(Fault.None);
        ulong request = await table.RequestAsync(1, 2, 3, 4);
        await liar.TickAsync(Token);
        await honest.TickAsync(Token);
        await liar.TickAsync(Token);
        await table.PassAsync(table.Terms.Clock); // the challenger is away
        await Table.SettleAsync(liar);
        GameInfo lost = await table.Contract.GetGameAsync(new GameId(request, 1, 1), Token);
        Assert.Equal(Turn.ProposerWon, lost.Turn);

        await table.PlayUntilAsync(request, RequestStatus.Open, honest, liar);
        GameInfo won = await table.Contract.GetGameAsync(new GameId(request, 1, 2), Token);
        Assert.Equal(Turn.ChallengerWon, won.Turn);
    }

    /// <summary>Has each player send its next transaction, and then makes one block of them all.</summary>
    private static async Task TickInOneBlockAsync(Table table, IReadOnlyList<Player> players)
    {
        await table.Client.Rpc.InvokeAsync("evm_setAutomine", [false], Token);
        Task<bool>[] ticks = [.. players.Select(player => Task.Run(() => player.TickAsync(Token), Token))];
        // A tick that ends before the block is made was refused at its estimate, which counts what waits in the pool.
        while (!ticks.Any(tick => tick.IsCompleted)
            && (await table.Client.Rpc.InvokeAsync("txpool_status", [], Token)).GetProperty("pending").GetString() != $"0x{players.Count:x}")
        {
            await Task.Delay(5, Token);
        }
        await table.Client.Rpc.InvokeAsync("evm_mine", [], Token);
        await table.Client.Rpc.InvokeAsync("evm_setAutomine", [true], Token);
        await Task.WhenAll(ticks);
    }
}
