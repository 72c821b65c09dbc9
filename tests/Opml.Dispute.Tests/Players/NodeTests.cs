using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Devnet;
using Opml.Dispute.Players;
using Opml.Dispute.Players.Faults;
using Opml.Dispute.Store;
using Opml.Dispute.Store.Sqlite;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Rpc;

namespace Opml.Dispute.Tests.Players;

/// <summary>Nodes that fail, chains that change their mind, events that cannot be.</summary>
public sealed class NodeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task An_honest_player_behind_an_unreliable_node_wins_and_pays_once(int seed)
    {
        await using Table table = await Table.SetAsync("echo.elf");
        await using var node = new UnreliableNode(table.Devnet.RpcUrl, seed);
        using var client = new HttpEthereumClient(node.Url, new JsonRpcOptions { Retries = 2, RetryDelay = TimeSpan.FromMilliseconds(1), Timeout = TimeSpan.FromSeconds(10) });
        DevnetAccount seat = table.NextAccount();
        Challenger honest = await UntilAsync(() => table.ChallengerAsync(
            new PlayerOptions { PollInterval = TimeSpan.FromMilliseconds(10) }, seat, client));
        Proposer liar = await table.ProposerAsync(new Fault { Kind = FaultKind.Register });
        await table.RequestAsync(1, 2, 3, 4);

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task playing = Task.Run(() => honest.RunAsync(ending.Token), Token);
        IReadOnlyList<OpmlEvent> events = [];
        while (!events.OfType<Withdrawn>().Any(e => e.Account == seat.Address))
        {
            if (playing.IsCompleted) await playing;
            await liar.TickAsync(Token);
            events = await table.Contract.GetEventsAsync(BlockTag.Earliest, BlockTag.Latest, Token);
            await Task.Delay(10, Token);
        }
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => playing);

        Assert.True(node.Faults > 10, $"Only {node.Faults} questions went wrong.");
        Assert.Single(events.OfType<GameOpened>());
        Assert.Equal(seat.Address, Assert.Single(events.OfType<GameEnded>()).Winner);
        IReadOnlyList<TransactionReceipt> sent = await table.TransactionsOf(seat.Address);
        Assert.All(sent, receipt => Assert.True(receipt.Succeeded));
        Assert.Equal(1 + events.OfType<HashesPosted>().Count() + 1, sent.Count);
    }

    [Fact]
    public async Task A_player_follows_a_chain_that_was_reorganised()
    {
        await using Table table = await Table.SetAsync("echo.elf");
        Proposer liar = await table.ProposerAsync(new Fault { Kind = FaultKind.Register });
        Proposer honest = await table.ProposerAsync(Fault.None);
        Challenger challenger = await table.ChallengerAsync(Fault.None);
        ulong request = await table.RequestAsync(1, 2, 3, 4);
        await challenger.TickAsync(Token);

        string snapshot = (await table.Client.Rpc.InvokeAsync("evm_snapshot", [], Token)).GetString()!;
        await liar.TickAsync(Token);
        await challenger.TickAsync(Token);
        Assert.Equal(1, (await table.RequestInfoAsync(request)).OpenGames);

        // The result and the game have never been; another result is posted in their blocks, and the chain grows beyond them.
        await table.Client.Rpc.InvokeAsync("evm_revert", [snapshot], Token);
        await honest.TickAsync(Token);
        await table.Devnet.MineAsync(3, Token);
        await Table.SettleAsync(honest, challenger);
        Assert.Equal(0, (await table.RequestInfoAsync(request)).OpenGames);

        // From there on both play as ever.
        Challenger other = await table.ChallengerAsync(new Fault { Kind = FaultKind.Memory });
        await table.PlayUntilAsync(request, RequestStatus.Final, honest, challenger, other);
        ulong next = await table.RequestAsync(5, 6, 7, 8);
        Proposer second = await table.ProposerAsync(new Fault { Kind = FaultKind.Output });
        await second.TickAsync(Token);
        Assert.Equal(RequestStatus.Posted, (await table.RequestInfoAsync(next)).Status);
        await table.PlayUntilAsync(next, RequestStatus.Open, second, challenger);
        IReadOnlyList<OpmlEvent> events = await table.Contract.GetEventsAsync(BlockTag.Earliest, BlockTag.Latest, Token);
        Assert.Equal(challenger.Address, Assert.Single(events.OfType<GameEnded>(), ended => ended.Game.Request == next).Winner);
    }

    [Fact]
    public async Task A_move_that_the_chain_has_become_too_dear_for_is_made_all_the_same_and_once()
    {
        await using Table table = await Table.SetAsync("echo.elf");
        Proposer liar = await table.ProposerAsync(new Fault { Kind = FaultKind.Register });
        var hasty = new TransactionSenderOptions { ReceiptTimeout = TimeSpan.FromMilliseconds(100), BaseFeeHeadroom = 1 };
        Challenger honest = await table.ChallengerAsync(new PlayerOptions(), senderOptions: hasty);
        await table.RequestAsync(1, 2, 3, 4);
        await liar.TickAsync(Token);

        await table.Client.Rpc.InvokeAsync("evm_setAutomine", [false], Token);
        Assert.False(await honest.TickAsync(Token)); // handed in, and not mined in time
        await table.Client.Rpc.InvokeAsync("anvil_setNextBlockBaseFeePerGas", ["0x174876e800"], Token); // 100 gwei
        await table.Client.Rpc.InvokeAsync("evm_mine", [], Token);
        Assert.Empty(await table.TransactionsOf(honest.Address));
        for (int blocks = 0; blocks < 10 && (await table.TransactionsOf(honest.Address)).Count == 0; blocks++)
        {
            await Task.Delay(100, Token); // a duty that failed rests
            await honest.TickAsync(Token);
            await table.Client.Rpc.InvokeAsync("evm_mine", [], Token);
        }
        await table.Client.Rpc.InvokeAsync("evm_setAutomine", [true], Token);

        await table.PlayUntilAsync(1, RequestStatus.Open, liar, honest);
        Assert.All(await table.TransactionsOf(honest.Address), receipt => Assert.True(receipt.Succeeded));
        Assert.Single((await table.Contract.GetEventsAsync(BlockTag.Earliest, BlockTag.Latest, Token)).OfType<GameOpened>());
    }

    [Fact]
    public async Task A_move_of_an_earlier_life_that_waits_too_long_is_made_dearer_and_a_lost_nonce_before_it_is_filled()
    {
        await using Table table = await Table.SetAsync("echo.elf");
        Proposer liar = await table.ProposerAsync(new Fault { Kind = FaultKind.Register });
        DevnetAccount account = table.NextAccount();
        await table.RequestAsync(1, 2, 3, 4);
        await liar.TickAsync(Token);
        await table.Client.Rpc.InvokeAsync("evm_setAutomine", [false], Token);
        var transfer = new { from = account.Address.ToString(), to = account.Address.ToString(), value = "0x0" };
        string before = (await table.Client.Rpc.InvokeAsync("eth_sendTransaction", [transfer], Token)).GetString()!;

        SentMove noted = await LiveAsync(table, account, RaisesAfter(TimeSpan.FromDays(1)), async (player, store) =>
        {
            await player.TickAsync(Token);
            return Assert.Single(await store.Moves.ReadPendingAsync(Token));
        });
        Assert.Equal(1ul, noted.Nonce);
        await table.Client.Rpc.InvokeAsync("anvil_dropTransaction", [before], Token);

        SentMove replaced = await LiveAsync(table, account, RaisesAfter(TimeSpan.Zero), async (player, store) =>
        {
            while (true)
            {
                await player.TickAsync(Token);
                if (await store.Moves.FindAsync(noted.Key, Token) is { Earlier.IsEmpty: false } dearer) return dearer;
            }
        });
        Assert.Equal((noted.Nonce, noted.Hash), (replaced.Nonce, replaced.Earlier[0]));
        await table.Client.Rpc.InvokeAsync("evm_setAutomine", [true], Token);
        await table.Client.Rpc.InvokeAsync("evm_mine", [], Token);

        await LiveAsync(table, account, null, async (player, _) =>
        {
            await table.PlayUntilAsync(1, RequestStatus.Open, liar, player);
            return true;
        });
        Assert.Contains(await table.TransactionsOf(account.Address), receipt => receipt.TransactionHash == replaced.Hash);
        Assert.All(await table.TransactionsOf(account.Address), receipt => Assert.True(receipt.Succeeded));
        Assert.Single((await table.Contract.GetEventsAsync(BlockTag.Earliest, BlockTag.Latest, Token)).OfType<GameOpened>());
    }

    [Fact]
    public async Task A_move_whose_dearer_version_is_refused_is_not_made_anew_while_the_cheaper_one_waits()
    {
        await using Table table = await Table.SetAsync("echo.elf");
        Proposer liar = await table.ProposerAsync(new Fault { Kind = FaultKind.Register });
        DevnetAccount account = table.NextAccount();
        await table.RequestAsync(1, 2, 3, 4);
        await liar.TickAsync(Token);
        await table.Client.Rpc.InvokeAsync("evm_setAutomine", [false], Token);
        SentMove cheap = await LiveAsync(table, account, RaisesAfter(TimeSpan.FromDays(1)), async (player, store) =>
        {
            await player.TickAsync(Token);
            return Assert.Single(await store.Moves.ReadPendingAsync(Token));
        });

        // What it hands in now comes to the node as something that is no transaction.
        var garbling = new WatchedClient(table.Client) { OnSend = _ => table.Client.SendRawAsync(new byte[] { 1 }, Token) };
        await LiveAsync(table, account, RaisesAfter(TimeSpan.Zero), async (player, store) =>
        {
            SentMove? now = null;
            for (int looks = 0; looks < 3 || now is null or { Earlier.IsEmpty: true }; looks++)
            {
                await player.TickAsync(Token);
                now = await store.Moves.FindAsync(cheap.Key, Token);
                Assert.Equal((cheap.Key, cheap.Nonce), (now?.Key, now?.Nonce));
            }
            return Assert.Single(await store.Moves.ReadPendingAsync(Token));
        }, garbling);
        await table.Client.Rpc.InvokeAsync("evm_setAutomine", [true], Token);
        await table.Client.Rpc.InvokeAsync("evm_mine", [], Token);
        await LiveAsync(table, account, null, async (player, _) =>
        {
            await table.PlayUntilAsync(1, RequestStatus.Open, liar, player);
            return true;
        });
        Assert.Contains(await table.TransactionsOf(account.Address), receipt => receipt.TransactionHash == cheap.Hash);
        Assert.Single((await table.Contract.GetEventsAsync(BlockTag.Earliest, BlockTag.Latest, Token)).OfType<GameOpened>());
    }

    private static TransactionSenderOptions RaisesAfter(TimeSpan wait) => new()
    {
        ReceiptTimeout = TimeSpan.FromMilliseconds(50),
        Replacement = new ReplacementPolicy { After = wait, AfterBlocks = int.MaxValue, LookEvery = TimeSpan.FromDays(1) },
    };

    /// <summary>One life of a challenger: its sender and its store begin and end with it.</summary>
    private static async Task<T> LiveAsync<T>(
        Table table, DevnetAccount account, TransactionSenderOptions? options, Func<Challenger, IPlayerStore, Task<T>> doAsync, IEthereumClient? client = null)
    {
        using TransactionSender sender = await TransactionSender.CreateAsync(client ?? table.Client, account.CreateKey(), options, Token);
        using IPlayerStore store = SqlitePlayerStore.Open(table.StorePath(account), table.Identity(account));
        var contract = new OpmlContract(sender.Client, table.Contract.Address, ContractArtifacts.Load("MipsMachine").Abi);
        return await doAsync(new Challenger(new OpmlAccount(contract, sender), sender, store, [table.Files], new PlayerOptions()), store);
    }

    [Fact]
    public async Task A_request_whose_start_state_is_not_that_of_files_and_input_is_left_alone_and_never_run()
    {
        await using Table table = await Table.SetAsync("echo.elf");
        ulong request = await table.RequestAsync(1, 2, 3, 4);
        Hash32 start = (await table.RequestInfoAsync(request)).StartState;
        var client = new WatchedClient(table.Client)
        {
            OnLogs = logs => [.. logs.Select(log => log.Data.AsSpan().IndexOf(start.ToArray()) is >= 0 and var at ? log with { Data = Changed(log.Data, at) } : log)],
        };
        var said = new List<string>();
        Proposer proposer = await table.ProposerAsync(new PlayerOptions { Log = said.Add }, client: client);
        for (int ticks = 0; ticks < 3; ticks++) Assert.False(await proposer.TickAsync(Token));
        Assert.Contains("leaves request 1 alone", Assert.Single(said));
    }

    [Fact]
    public async Task Events_about_what_was_never_heard_of_are_passed_over()
    {
        await using Table table = await Table.SetAsync("echo.elf");
        Proposer liar = await table.ProposerAsync(new Fault { Kind = FaultKind.Register });
        Challenger early = await table.ChallengerAsync(Fault.None);
        ulong request = await table.RequestAsync(1, 2, 3, 4);
        await Table.SettleAsync(liar);
        await early.TickAsync(Token);

        Challenger late = await table.ChallengerAsync(new PlayerOptions { FromBlock = await table.Client.GetBlockNumberAsync(Token) });
        await table.PlayUntilAsync(request, RequestStatus.Open, late, liar, early);
        Assert.Empty(await table.TransactionsOf(late.Address));
    }

    private static byte[] Changed(byte[] data, int at)
    {
        byte[] changed = [.. data];
        changed[at + 5] ^= 1;
        return changed;
    }

    private static async Task<T> UntilAsync<T>(Func<Task<T>> attempt)
    {
        while (true)
        {
            try
            {
                return await attempt();
            }
            catch (EthereumException)
            {
                await Task.Delay(1, Token);
            }
        }
    }
}
