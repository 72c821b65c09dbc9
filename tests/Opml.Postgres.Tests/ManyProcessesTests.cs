using System.Collections.Concurrent;
using System.Diagnostics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Devnet;
using Opml.Dispute.Players;
using Opml.Dispute.Players.Faults;
using Opml.Dispute.Store;
using Opml.Dispute.Tests.Players;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;

namespace Opml.Postgres.Tests;

/// <summary>Processes of their own that are one player: killed, taken over from, and cut off from their database.</summary>
public sealed class ManyProcessesTests(ServerFixture server)
{
    private const string Guest = "echo.elf";

    private readonly string _schema = ServerFixture.NewSchema();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Deaths => [nameof(PlayerProcess.Death.BeforeHandIn), nameof(PlayerProcess.Death.AfterHandIn)];

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task What_a_killed_process_signed_is_seen_through_by_another(string death)
    {
        string connection = server.ConnectionString;
        await using Table table = await Table.SetAsync(Guest);
        DevnetAccount account = table.NextAccount();
        await table.RequestAsync(1, 2, 3);
        PlayerProcess.Seat seat = Seat(table, account, connection);
        using (Process first = PlayerProcess.Launch(seat with { Death = Enum.Parse<PlayerProcess.Death>(death) }))
        {
            await first.StandardOutput.ReadToEndAsync(Token);
            await first.WaitForExitAsync(Token);
            Assert.Equal(128 + 9, first.ExitCode);
        }
        await using PostgresPlayerStore store = await OpenAsync(table, account, connection);
        SentMove noted = Assert.Single(await store.Moves.ReadPendingAsync(Token));
        // Still in the queue, whether or not its lease has run out by now.
        Assert.Contains(await store.Work.ReadAsync(Token), item => item.Subject == "request 1");

        using Process second = PlayerProcess.Launch(seat);
        await UntilAsync(table, async () => (await store.Moves.ReadPendingAsync(Token)).IsEmpty && !(await store.Bonds.ReadAsync(Token)).IsEmpty, second);
        await EndAsync(second);
        OpmlEvent posted = Assert.Single(await EventsAsync(table), e => e is ResultPosted);
        Assert.Equal(noted.Hash, posted.Log!.TransactionHash);
        await CheckTransactionsAsync(table, account);
        Assert.Equal(BondState.AtStake, Assert.Single(await store.Bonds.ReadAsync(Token)).State);
    }

    [Fact]
    public async Task Processes_killed_at_random_make_every_move_once_and_forget_none()
    {
        const int Requests = 12, Processes = 3;
        string connection = server.ConnectionString;
        await using Table table = await Table.SetAsync(Guest, terms => terms with { Arity = 8 });
        DevnetAccount account = table.NextAccount();
        Challenger liar = await table.ChallengerAsync(new Fault { Kind = FaultKind.Register });
        PlayerProcess.Seat seat = Seat(table, account, connection);
        for (byte i = 0; i < Requests; i++) await table.RequestAsync(i, 2, 3);

        var random = new Random(20_261);
        var said = new ConcurrentQueue<string>();
        Process[] processes = [.. Enumerable.Range(0, Processes).Select(_ => Launch(seat, said))];
        await using PostgresPlayerStore store = await OpenAsync(table, account, connection);
        var life = Stopwatch.StartNew();
        int kills = 0, next = (await EventsAsync(table)).Count;
        bool passed = false;
        try
        {
            while (true)
            {
                Assert.True(life.Elapsed < TimeSpan.FromMinutes(5), $"They come to no end: {string.Join('\n', said)}");
                await liar.TickAsync(Token);
                IReadOnlyList<OpmlEvent> events = await EventsAsync(table);
                if (events.OfType<ResultFinal>().Count() == Requests
                    && (await store.Moves.ReadPendingAsync(Token)).IsEmpty
                    && (await store.Bonds.ReadAsync(Token)).Count(bond => bond.State == BondState.Returned) == Requests)
                {
                    break;
                }
                if (!passed && events.OfType<GameEnded>().Count() == Requests)
                {
                    passed = true;
                    await table.PassAsync(table.Terms.ChallengeWindow);
                }
                // By what has happened, not by the time: however fast they are, they are killed in the midst of it.
                if (events.Count > next && kills < 8)
                {
                    next = events.Count + random.Next(1, 20);
                    int victim = random.Next(Processes);
                    processes[victim].Kill();
                    processes[victim].Dispose();
                    processes[victim] = Launch(seat, said);
                    kills++;
                }
                await Task.Delay(20, Token);
            }
            Assert.Equal(Requests, (await EventsAsync(table)).OfType<ResultPosted>().Count());
            Assert.All((await EventsAsync(table)).OfType<GameEnded>(), ended => Assert.Equal(account.Address, ended.Winner));
            Assert.True(kills > 0);
            await CheckTransactionsAsync(table, account);
            Assert.Equal(Requests, (await store.Bonds.ReadAsync(Token)).Length);
        }
        finally
        {
            foreach (Process process in processes) await EndAsync(process);
        }
    }

    [Fact]
    public async Task Without_its_database_a_player_pauses_says_so_and_goes_on_when_it_is_back()
    {
        Assert.SkipWhen(PostgresServer.WhyNot is not null, PostgresServer.WhyNot ?? "");
        await using PostgresServer own = await PostgresServer.StartAsync(isDurable: true, Token);
        await using Table table = await Table.SetAsync(Guest);
        DevnetAccount account = table.NextAccount();
        await using PostgresPlayerStore store = await OpenAsync(table, account, own.ConnectionString);
        TransactionSender sender = await TransactionSender.CreateAsync(table.Client, account.CreateKey(), new TransactionSenderOptions { Nonces = store.Nonces }, Token);
        var said = new ConcurrentQueue<string>();
        var player = new Proposer(
            new OpmlAccount(new OpmlContract(table.Client, table.Contract.Address, ContractArtifacts.Load("MipsMachine").Abi), sender),
            sender,
            store,
            [table.Files],
            new PlayerOptions { PollInterval = TimeSpan.FromMilliseconds(20), Log = said.Enqueue });
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task playing = Task.Run(() => player.RunAsync(ending.Token), Token);
        await table.RequestAsync(1);
        while (!(await EventsAsync(table)).OfType<ResultPosted>().Any()) await WaitAsync();

        await own.StopAsync();
        await table.RequestAsync(2);
        while (!said.Any(line => line.StartsWith("cannot reach its store", StringComparison.Ordinal))) await WaitAsync();
        Assert.Single((await EventsAsync(table)).OfType<ResultPosted>());
        await own.StartAgainAsync(Token);
        while ((await EventsAsync(table)).OfType<ResultPosted>().Count() < 2) await WaitAsync();
        await CheckTransactionsAsync(table, account);
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => playing);

        async Task WaitAsync()
        {
            if (playing.IsFaulted) await playing;
            await Task.Delay(20, Token);
        }
    }

    private PlayerProcess.Seat Seat(Table table, DevnetAccount account, string connection) => new(
        nameof(Proposer), table.Devnet.RpcUrl.ToString(), table.Contract.Address.ToString(), account.KeyDigits, connection, _schema, LeaseSeconds: 1, Guest);

    private Task<PostgresPlayerStore> OpenAsync(Table table, DevnetAccount account, string connection) => PostgresPlayerStore.OpenAsync(
        connection, table.Identity(account) with { Role = nameof(Proposer) }, new PostgresStoreOptions { Schema = _schema }, Token);

    private static Process Launch(PlayerProcess.Seat seat, ConcurrentQueue<string> said)
    {
        Process process = PlayerProcess.Launch(seat);
        int id = process.Id;
        process.OutputDataReceived += (_, line) => said.Enqueue($"{id} {line.Data}");
        process.BeginOutputReadLine();
        return process;
    }

    private static async Task UntilAsync(Table table, Func<Task<bool>> isSo, Process process)
    {
        var life = Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.False(process.HasExited);
            Assert.True(life.Elapsed < TimeSpan.FromMinutes(3), $"It comes to no end; {(await EventsAsync(table)).Count} events.");
            await Task.Delay(20, Token);
        }
    }

    private static async Task EndAsync(Process process)
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    private static Task<IReadOnlyList<OpmlEvent>> EventsAsync(Table table) => table.Contract.GetEventsAsync(BlockTag.Earliest, BlockTag.Latest, Token);

    /// <summary>Every transaction did something, and there is no more than one a nonce.</summary>
    private static async Task CheckTransactionsAsync(Table table, DevnetAccount account)
    {
        IReadOnlyList<TransactionReceipt> receipts = await table.TransactionsOf(account.Address);
        Assert.All(receipts, receipt => Assert.True(receipt.Succeeded));
        Assert.Equal((ulong)receipts.Count, await table.Client.GetNonceAsync(account.Address, BlockTag.Pending, Token));
    }
}
