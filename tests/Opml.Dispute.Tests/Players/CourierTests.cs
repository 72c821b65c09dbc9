using Opml.Dispute.Contracts;
using Opml.Dispute.Devnet;
using Opml.Dispute.Players;
using Opml.Dispute.Store;
using Opml.Dispute.Store.Sqlite;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Rpc;

namespace Opml.Dispute.Tests.Players;

/// <summary>Moves that are no duties any more hold up none of those behind them, whatever gas costs.</summary>
public sealed class CourierTests
{
    private const string Dropped = "a move whose duty is gone";
    private const string Later = "a move behind it";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_later_move_is_mined_although_gas_has_outgrown_a_dropped_one_before_it()
    {
        await using Scene scene = await Scene.SetAsync();
        (Table table, SqlitePlayerStore store, Courier courier) = (scene.Table, scene.Store, scene.Courier);
        SentMove dropped = await LeaveAsync(scene, Dropped);
        SentMove later = await LeaveAsync(scene, Later);
        Assert.Equal((0ul, 1ul), (dropped.Nonce, later.Nonce));
        await MakeGasDearAsync(table);
        Assert.Equal(2ul, await table.Client.GetNonceAsync(scene.Seat.Address, BlockTag.Pending, Token)); // both wait: no nonce is lost

        Delivery? mined = null;
        for (int blocks = 0; blocks < 4 && mined is null; blocks++)
        {
            mined = await courier.SendAsync(Later, _ => throw new InvalidOperationException("It was made before."), Token);
            await table.Client.Rpc.InvokeAsync("evm_mine", [], Token);
        }
        Assert.NotNull(mined);
        SentMove replaced = (await store.Moves.FindAsync(Dropped, Token))!;
        Assert.Equal((dropped.Nonce, dropped.Hash), (replaced.Nonce, Assert.Single(replaced.Earlier)));
        IReadOnlyList<TransactionReceipt> all = await table.TransactionsOf(scene.Seat.Address);
        Assert.Equal(2, all.Count);
        Assert.Equal(replaced.Hash, all[0].TransactionHash);

        await courier.TidyAsync(new HashSet<string>(), Token);
        Assert.Empty(await store.Moves.ReadPendingAsync(Token));
    }

    [Fact]
    public async Task A_player_makes_a_dropped_move_dearer_when_gas_has_outgrown_it_though_nothing_else_happens()
    {
        await using Scene scene = await Scene.SetAsync();
        (Table table, SqlitePlayerStore store, Courier courier) = (scene.Table, scene.Store, scene.Courier);
        SentMove dropped = await LeaveAsync(scene, Dropped);
        var player = new Challenger(scene.Seat, scene.Sender, store, [table.Files], new PlayerOptions());
        await player.TickAsync(Token);
        Assert.Empty((await store.Moves.FindAsync(Dropped, Token))!.Earlier);
        await MakeGasDearAsync(table);

        await player.TickAsync(Token);
        SentMove replaced = (await store.Moves.FindAsync(Dropped, Token))!;
        Assert.Equal((dropped.Nonce, dropped.Hash), (replaced.Nonce, Assert.Single(replaced.Earlier)));
        await table.Client.Rpc.InvokeAsync("evm_mine", [], Token);
        await player.TickAsync(Token);
        Assert.Empty(await store.Moves.ReadPendingAsync(Token));
        Assert.Equal(replaced.Hash, Assert.Single(await table.TransactionsOf(scene.Seat.Address)).TransactionHash);
    }

    [Fact]
    public async Task A_dropped_move_that_no_node_has_is_not_handed_in_for_its_own_sake()
    {
        await using Scene scene = await Scene.SetAsync();
        (Table table, SqlitePlayerStore store, Courier courier) = (scene.Table, scene.Store, scene.Courier);
        SentMove dropped = await LeaveAsync(scene, Dropped);
        await table.Client.Rpc.InvokeAsync("anvil_dropTransaction", [dropped.Hash.ToString()], Token);

        await courier.TidyAsync(new HashSet<string>(), Token);
        Assert.False(await table.Client.IsTransactionKnownAsync(dropped.Hash, Token));
        Assert.Equal(dropped.Hash, Assert.Single(await store.Moves.ReadPendingAsync(Token)).Hash);
    }

    /// <summary>Hands a move in, and leaves it unmined.</summary>
    private static async Task<SentMove> LeaveAsync(Scene scene, string key)
    {
        Table table = scene.Table;
        await Assert.ThrowsAsync<ReceiptTimeoutException>(() => scene.Courier.SendAsync(
            key, async account => (await account.RequestAsync(table.Files.On(table.Terms).Id(), new byte[] { 1 }, table.Terms.Fee, Token)).Receipt, Token));
        return (await scene.Store.Moves.FindAsync(key, Token))!;
    }

    /// <summary>Mines a block whose base fee is over what the waiting moves offer. As it has no room for them, anvil keeps them, as geth does whatever gas costs.</summary>
    private static async Task MakeGasDearAsync(Table table)
    {
        string limit = (await table.Client.Rpc.InvokeAsync("eth_getBlockByNumber", ["latest", false], Token)).GetProperty("gasLimit").GetString()!;
        await table.Client.Rpc.InvokeAsync("evm_setBlockGasLimit", ["0x5208"], Token);
        await table.Client.Rpc.InvokeAsync("anvil_setNextBlockBaseFeePerGas", ["0x174876e800"], Token); // 100 gwei
        await table.Client.Rpc.InvokeAsync("evm_mine", [], Token);
        await table.Client.Rpc.InvokeAsync("evm_setBlockGasLimit", [limit], Token);
    }

    /// <summary>A chain that mines only when told to, and an account there with all that its moves pass through.</summary>
    private sealed record Scene(Table Table, TransactionSender Sender, SqlitePlayerStore Store, OpmlAccount Seat, Courier Courier) : IAsyncDisposable
    {
        public static async Task<Scene> SetAsync()
        {
            Table table = await Table.SetAsync("echo.elf");
            DevnetAccount account = table.NextAccount();
            // Makes a move dearer for no other reason than that gas has outgrown it.
            TransactionSender sender = await TransactionSender.CreateAsync(
                table.Client,
                account.CreateKey(),
                new TransactionSenderOptions
                {
                    ReceiptTimeout = TimeSpan.FromMilliseconds(50),
                    BaseFeeHeadroom = 1,
                    Replacement = new ReplacementPolicy { After = TimeSpan.FromDays(1), AfterBlocks = int.MaxValue, LookEvery = TimeSpan.FromDays(1) },
                },
                Token);
            SqlitePlayerStore store = SqlitePlayerStore.Open(table.StorePath(account), table.Identity(account));
            var seat = new OpmlAccount(new OpmlContract(sender.Client, table.Contract.Address, ContractArtifacts.Load("MipsMachine").Abi), sender);
            await table.Client.Rpc.InvokeAsync("evm_setAutomine", [false], Token);
            return new Scene(table, sender, store, seat, new Courier(seat, sender, store.Moves));
        }

        public async ValueTask DisposeAsync()
        {
            Store.Dispose();
            Sender.Dispose();
            await Table.DisposeAsync();
        }
    }
}
