using System.Globalization;
using System.Numerics;
using Opml.Dispute.Store;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Store;

/// <summary>What every player's store does, whatever it is kept in.</summary>
public abstract class StoreSpecification
{
    protected static PlayerIdentity Me { get; } = new(31337, Account(1), Account(2)) { Role = "proposer" };

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the player's store; within one test it is the same each time.</summary>
    protected abstract Task<IPlayerStore> OpenAsync(PlayerIdentity identity);

    [Fact]
    public async Task Logs_marks_moves_facts_and_bonds_outlive_the_player()
    {
        var move = new SentMove("pick", 7, Hash(9), [1, 2, 3]) { Earlier = [Hash(7), Hash(8)] };
        var bond = new Bond("game 1.1.1", 1, BigInteger.Pow(10, 30), BondState.AtStake);
        await using (IPlayerStore store = await OpenAsync(Me))
        {
            Assert.Null(await store.Chain.GetCursorAsync(Token));
            Assert.True(await store.Chain.AppendAsync([Log(2, 1), Log(2, 0), Log(1, 3)], null, Mark(2), Token));
            Assert.True(await store.Chain.AppendAsync([], Mark(2), Mark(5), Token));
            Assert.True(await store.Moves.NoteAsync(move, null, Token));
            await store.LearnAsync("so it is", Token);
            await store.LearnAsync("so it is", Token);
            Assert.True(await store.Bonds.NoteAsync([bond], [], Mark(5), Token));
        }

        await using IPlayerStore again = await OpenAsync(Me);
        var logs = new List<Log>();
        Assert.Equal(Mark(5), (await again.Chain.ReadAsync(null, logs.Add, Token))!.Cursor);
        Assert.Equal([(1UL, 3UL), (2UL, 0UL), (2UL, 1UL)], logs.Select(log => (log.BlockNumber, log.LogIndex)));
        Assert.Equivalent(Log(1, 3), logs[0]);
        Assert.Equal(Mark(5), await again.Chain.GetCursorAsync(Token));
        Assert.Equal(Mark(2), await again.Chain.FindMarkAsync(4, Token));
        Assert.Null(await again.Chain.FindMarkAsync(1, Token));
        Assert.Equivalent(move, await again.Moves.FindAsync("pick", Token));
        Assert.True(await again.KnowsAsync("so it is", Token));
        Assert.False(await again.KnowsAsync("so it is not", Token));
        Assert.Equal([bond], await again.Bonds.ReadAsync(Token));
    }

    [Fact]
    public async Task What_follows_a_mark_can_be_forgotten()
    {
        await using IPlayerStore store = await OpenAsync(Me);
        await FillAsync(store, 4);
        Assert.True(await store.Chain.RewindAsync(Mark(4), Mark(2), Token));
        Assert.Equal([1UL, 2UL], (await LogsAsync(store, null)).Select(log => log.BlockNumber));
        Assert.Equal(Mark(2), await store.Chain.GetCursorAsync(Token));
        Assert.True(await store.Chain.RewindAsync(Mark(2), null, Token));
        Assert.Empty(await LogsAsync(store, null));
        Assert.Null(await store.Chain.GetCursorAsync(Token));
    }

    public static TheoryData<string, string?> OtherCursors => new()
    {
        { "an empty index", null },
        { "an older cursor", "3 3" },
        { "a newer cursor", "5 5" },
        { "the same block of another fork", "4 99" },
    };

    [Theory]
    [MemberData(nameof(OtherCursors))]
    public async Task Whoever_takes_the_cursor_for_another_writes_nothing(string what, string? taken)
    {
        await using IPlayerStore store = await OpenAsync(Me);
        await FillAsync(store, 4);
        BlockMark? expected = taken?.Split(' ') is [var number, var hash]
            ? new BlockMark(ulong.Parse(number, CultureInfo.InvariantCulture), Hash(byte.Parse(hash, CultureInfo.InvariantCulture)))
            : null;
        Assert.False(await store.Chain.AppendAsync([Log(6, 0)], expected, Mark(6), Token), what);
        Assert.False(await store.Chain.RewindAsync(expected, Mark(2), Token), what);
        Assert.False(await store.Bonds.NoteAsync([new Bond("x", 1, 1, BondState.Lost)], [], expected, Token), what);
        Assert.Equal([1UL, 2UL, 3UL, 4UL], (await LogsAsync(store, null)).Select(log => log.BlockNumber));
        Assert.Equal(Mark(4), await store.Chain.GetCursorAsync(Token));
        Assert.Empty(await store.Bonds.ReadAsync(Token));
    }

    [Fact]
    public async Task Reading_goes_on_from_a_mark_that_stands_and_from_no_other()
    {
        await using IPlayerStore store = await OpenAsync(Me);
        await FillAsync(store, 4);
        Assert.Equal([3UL, 4UL], (await LogsAsync(store, Mark(2))).Select(log => log.BlockNumber));
        Assert.Empty(await LogsAsync(store, Mark(4)));
        var logs = new List<Log>();
        Assert.Null(await store.Chain.ReadAsync(new BlockMark(2, Hash(99)), logs.Add, Token));
        Assert.Null(await store.Chain.ReadAsync(Mark(7), logs.Add, Token));
        Assert.Empty(logs);
    }

    [Fact]
    public async Task Marks_do_not_grow_without_end()
    {
        await using IPlayerStore store = await OpenAsync(Me);
        BlockMark? cursor = null;
        for (ulong block = 1; block <= 260; block++)
        {
            Assert.True(await store.Chain.AppendAsync([], cursor, Mark(block), Token));
            cursor = Mark(block);
        }
        Assert.Equal(Mark(5), await store.Chain.FindMarkAsync(5, Token));
        Assert.Null(await store.Chain.FindMarkAsync(4, Token));
    }

    /// <summary>What is noted under the key (0: nothing), what is taken for noted, and whether the new one may come in its place.</summary>
    public static TheoryData<byte, byte, bool> Notes => new()
    {
        { 0, 0, true },
        { 0, 1, false },
        { 1, 0, false },
        { 1, 1, true },
        { 1, 2, false },
    };

    [Theory]
    [MemberData(nameof(Notes))]
    public async Task One_transaction_is_noted_a_key(byte noted, byte taken, bool isNoted)
    {
        await using IPlayerStore store = await OpenAsync(Me);
        if (noted > 0) Assert.True(await store.Moves.NoteAsync(new SentMove("post", 5, Hash(noted), [noted]), null, Token));
        Assert.Equal(isNoted, await store.Moves.NoteAsync(new SentMove("post", 6, Hash(7), [7]), taken > 0 ? Hash(taken) : null, Token));
        Hash32? expected = isNoted ? Hash(7) : noted > 0 ? Hash(noted) : null;
        Assert.Equal(expected, (await store.Moves.FindAsync("post", Token))?.Hash);
    }

    [Fact]
    public async Task A_move_is_settled_or_forgotten_only_while_it_is_the_one_of_its_key()
    {
        await using IPlayerStore store = await OpenAsync(Me);
        var old = new SentMove("post", 5, Hash(1), [1]);
        var dearer = new SentMove("post", 5, Hash(2), [2]) { Earlier = [Hash(1)] };
        await store.Moves.NoteAsync(old, null, Token);
        await store.Moves.NoteAsync(dearer, old.Hash, Token);
        await store.Moves.SettleAsync(old, 10, Token);
        await store.Moves.ForgetAsync(old, Token);
        Assert.Equivalent(dearer, await store.Moves.FindAsync("post", Token));
        await store.Moves.SettleAsync(dearer, 10, Token);
        Assert.Equivalent(dearer with { Block = 10 }, await store.Moves.FindAsync("post", Token));
        await store.Moves.ForgetAsync(dearer, Token);
        Assert.Null(await store.Moves.FindAsync("post", Token));
    }

    [Fact]
    public async Task Mined_moves_are_kept_for_a_thousand_blocks_and_are_not_pending()
    {
        await using IPlayerStore store = await OpenAsync(Me);
        foreach ((string key, byte nonce) in new[] { ("c", (byte)3), ("a", (byte)1), ("b", (byte)2), ("d", (byte)4) })
            await store.Moves.NoteAsync(new SentMove(key, nonce, Hash(nonce), [nonce]), null, Token);
        Assert.Equal(["a", "b", "c", "d"], (await store.Moves.ReadPendingAsync(Token)).Select(move => move.Key));
        await store.Moves.SettleAsync((await store.Moves.FindAsync("a", Token))!, 99, Token);
        await store.Moves.SettleAsync((await store.Moves.FindAsync("b", Token))!, 100, Token);
        await store.Moves.SettleAsync((await store.Moves.FindAsync("d", Token))!, 1100, Token);
        Assert.Equal(["c"], (await store.Moves.ReadPendingAsync(Token)).Select(move => move.Key));
        Assert.Null(await store.Moves.FindAsync("a", Token));
        Assert.Equal(100UL, (await store.Moves.FindAsync("b", Token))?.Block);
    }

    [Fact]
    public async Task Bonds_change_and_go()
    {
        await using IPlayerStore store = await OpenAsync(Me);
        Bond first = new("result 1 of request 3", 3, 5, BondState.AtStake), second = new("game 2.1.1", 2, 7, BondState.AtStake);
        await store.Bonds.NoteAsync([first, second], [], null, Token);
        Assert.Equal([second, first], await store.Bonds.ReadAsync(Token));
        await store.Bonds.NoteAsync([first with { State = BondState.Lost }], [second.Key], null, Token);
        Assert.Equal([first with { State = BondState.Lost }], await store.Bonds.ReadAsync(Token));
    }

    [Fact]
    public async Task A_process_holds_what_is_due_and_gives_back_what_is_not()
    {
        await using IPlayerStore store = await OpenAsync(Me);
        WorkItem[] due = [new("request 1", 10, true), new("request 2", 20, true), new("withdraw", ulong.MaxValue, true)];
        Assert.Equal(["request 1", "request 2", "withdraw"], (await store.Work.ClaimAsync(due, [], 0, Token)).Order());
        Assert.Equal([10UL, 20UL], (await store.Work.ReadAsync(Token)).Take(2).Select(entry => entry.Deadline));
        Assert.Equal(["request 1", "request 2"], (await store.Work.ClaimAsync([due[1]], ["request 1"], 0, Token)).Order());
        await store.Work.LeaveAsync(Token);
        Assert.DoesNotContain(await store.Work.ReadAsync(Token), entry => entry.Owner is not null);
    }

    protected static async Task FillAsync(IPlayerStore store, ulong blocks)
    {
        for (ulong block = 1; block <= blocks; block++)
            Assert.True(await store.Chain.AppendAsync([Log(block, 0)], block == 1 ? null : Mark(block - 1), Mark(block), Token));
    }

    protected static async Task<List<Log>> LogsAsync(IPlayerStore store, BlockMark? after)
    {
        var logs = new List<Log>();
        Assert.NotNull(await store.Chain.ReadAsync(after, logs.Add, Token));
        return logs;
    }

    protected static BlockMark Mark(ulong block) => new(block, Hash((byte)block));

    protected static Log Log(ulong block, ulong index) => new(Account(1), [Hash(1), Hash(2)], [.. Enumerable.Range(0, 200).Select(i => (byte)i)], block, Hash(3), Hash(4), 5, index);

    protected static Hash32 Hash(byte value) => new([.. Enumerable.Repeat(value, 32)]);

    protected static Address Account(byte value) => new([.. Enumerable.Repeat(value, 20)]);
}
