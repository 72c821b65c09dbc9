using System.Diagnostics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Devnet;
using Opml.Dispute.Players;
using Opml.Dispute.Players.Faults;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Players;

/// <summary>A player that is killed at every transaction, before it is handed in and after, and started again on its file.</summary>
public sealed class KillTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_challenger_killed_around_each_of_its_transactions_wins_and_sends_none_twice()
    {
        await using Table table = await Table.SetAsync("echo.elf", terms => terms with { Arity = 8 });
        Proposer liar = await table.ProposerAsync(new Fault { Kind = FaultKind.Register });
        DevnetAccount seat = table.NextAccount();
        await table.RequestAsync(1, 2, 3, 4);
        await liar.TickAsync(Token);

        int kills = await KillAtEveryTransactionAsync(table, seat, nameof(Challenger), liar, e => e is Withdrawn withdrawn && withdrawn.Account == seat.Address);
        IReadOnlyList<OpmlEvent> events = await table.Contract.GetEventsAsync(BlockTag.Earliest, BlockTag.Latest, Token);
        Assert.Single(events.OfType<GameOpened>());
        Assert.Equal(seat.Address, Assert.Single(events.OfType<GameEnded>()).Winner);
        int rounds = events.OfType<HashesPosted>().Count();
        await CheckTransactionsAsync(table, seat, 1 + rounds + 1, kills); // the challenge, a pick a round (the last one proves), the withdrawal
    }

    [Fact]
    public async Task A_proposer_killed_around_each_of_its_transactions_wins_and_sends_none_twice()
    {
        await using Table table = await Table.SetAsync("echo.elf", terms => terms with { Arity = 8 });
        Challenger liar = await table.ChallengerAsync(new Fault { Kind = FaultKind.Register });
        DevnetAccount seat = table.NextAccount();
        await table.RequestAsync(1, 2, 3, 4);

        int kills = await KillAtEveryTransactionAsync(table, seat, nameof(Proposer), liar, e => e is ResultFinal);
        IReadOnlyList<OpmlEvent> events = await table.Contract.GetEventsAsync(BlockTag.Earliest, BlockTag.Latest, Token);
        Assert.Single(events.OfType<ResultPosted>());
        Assert.Equal(seat.Address, Assert.Single(events.OfType<GameEnded>()).Winner);
        int rounds = events.OfType<HashesPosted>().Count();
        int withdrawals = events.OfType<Withdrawn>().Count(e => e.Account == seat.Address);
        await CheckTransactionsAsync(table, seat, 1 + rounds + 1 + 1 + withdrawals, kills); // the result, hashes, the proof, the end
    }

    /// <summary>Starts the player again and again, until an event tells that it is done.</summary>
    /// <returns>How often it died.</returns>
    private static async Task<int> KillAtEveryTransactionAsync(Table table, DevnetAccount account, string role, Player opponent, Predicate<OpmlEvent> isDone)
    {
        bool passed = false;
        for (int kills = 0; kills < 100; kills++)
        {
            var seat = new PlayerProcess.Seat(
                role, table.Devnet.RpcUrl.ToString(), table.Contract.Address.ToString(), account.KeyDigits, table.StorePath(account), "echo.elf", KillsBefore: kills % 2 == 0);
            using Process player = PlayerProcess.Launch(seat);
            Task<string> said = player.StandardError.ReadToEndAsync(Token);
            var life = Stopwatch.StartNew();
            while (!player.HasExited)
            {
                if (life.Elapsed > TimeSpan.FromMinutes(1))
                {
                    player.Kill();
                    Assert.Fail($"The player neither moves nor dies: {await said}");
                }
                await opponent.TickAsync(Token);
                IReadOnlyList<OpmlEvent> events = await table.Contract.GetEventsAsync(BlockTag.Earliest, BlockTag.Latest, Token);
                if (events.Any(e => isDone(e)))
                {
                    player.Kill();
                    await player.WaitForExitAsync(Token);
                    return kills;
                }
                if (!passed && events.OfType<GameEnded>().Any())
                {
                    passed = true;
                    await table.PassAsync(table.Terms.ChallengeWindow);
                }
                await Task.Delay(10, Token);
            }
            Assert.True(player.ExitCode == 128 + 9, $"The player ended by itself ({player.ExitCode}): {await said}");
        }
        Assert.Fail("The player comes to no end.");
        return 0;
    }

    /// <summary>Every transaction was mined once and did something; and the player really died around each of them.</summary>
    private static async Task CheckTransactionsAsync(Table table, DevnetAccount account, int expected, int kills)
    {
        IReadOnlyList<TransactionReceipt> receipts = await table.TransactionsOf(account.Address);
        Assert.All(receipts, receipt => Assert.True(receipt.Succeeded));
        Assert.Equal(expected, receipts.Count);
        Assert.InRange(kills, 2 * (expected - 1), 2 * expected);
    }
}
