using Opml.Dispute.Store;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Store;

/// <summary>A player's file: whose it is, what it keeps, and when it is refused.</summary>
public sealed class PlayerStoreTests : IDisposable
{
    private static readonly PlayerIdentity s_me = new(31337, Account(1), Account(2));

    private readonly string _folder = Directory.CreateTempSubdirectory("opml-store-").FullName;

    private string FilePath => Path.Combine(_folder, "player.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, ulong, byte, byte> Others => new()
    {
        { "another chain", 1, 1, 2 },
        { "another contract", 31337, 3, 2 },
        { "another account", 31337, 1, 3 },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void A_file_of_another_identity_is_refused(string what, ulong chain, byte contract, byte account)
    {
        PlayerStore.Open(FilePath, s_me).Dispose();
        StoreException error = Assert.Throws<StoreException>(() => PlayerStore.Open(FilePath, new PlayerIdentity(chain, Account(contract), Account(account))));
        Assert.True(error.Message.Contains("identity", StringComparison.Ordinal) && error.Message.Contains(FilePath, StringComparison.Ordinal), what);
        PlayerStore.Open(FilePath, s_me).Dispose();
    }

    [Fact]
    public void A_file_in_use_is_refused_until_it_is_closed()
    {
        using (PlayerStore first = PlayerStore.Open(FilePath, s_me))
            Assert.Contains("in use", Assert.Throws<StoreException>(() => PlayerStore.Open(FilePath, s_me)).Message, StringComparison.Ordinal);
        PlayerStore.Open(FilePath, s_me).Dispose();
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        File.WriteAllText(FilePath, new string('x', 5000));
        Assert.Contains("damaged", Assert.Throws<StoreException>(() => PlayerStore.Open(FilePath, s_me)).Message, StringComparison.Ordinal);
        Assert.Equal(new string('x', 5000), File.ReadAllText(FilePath));
    }

    [Fact]
    public void A_damaged_file_is_refused()
    {
        using (PlayerStore store = PlayerStore.Open(FilePath, s_me))
            for (ulong block = 1; block <= 50; block++) store.Append([Log(block, 0)], Mark(block, 0));
        byte[] bytes = File.ReadAllBytes(FilePath);
        bytes.AsSpan(bytes.Length / 2).Fill(0xa5);
        File.WriteAllBytes(FilePath, bytes);
        Assert.Contains("damaged", Assert.Throws<StoreException>(() => PlayerStore.Open(FilePath, s_me)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named() =>
        Assert.Contains(_folder, Assert.Throws<StoreException>(() => PlayerStore.Open(Path.Combine(_folder, "no", "p.db"), s_me)).Message, StringComparison.Ordinal);

    [Fact]
    public void Logs_marks_moves_and_facts_outlive_the_player()
    {
        var move = new SentMove("pick", 7, Hash(9), [1, 2, 3]);
        using (PlayerStore store = PlayerStore.Open(FilePath, s_me))
        {
            Assert.Null(store.Cursor);
            store.Append([Log(2, 1), Log(2, 0), Log(1, 3)], Mark(2, 0));
            store.Append([], Mark(5, 0));
            store.NoteSent(new SentMove("pick", 6, Hash(8), [9]));
            store.NoteSent(move);
            store.NoteSent(move with { Key = "post" });
            store.ForgetSent("post");
            store.Learn("so it is");
        }

        using PlayerStore again = PlayerStore.Open(FilePath, s_me);
        Assert.Equal([(1UL, 3UL), (2UL, 0UL), (2UL, 1UL)], again.ReadLogs().Select(log => (log.BlockNumber, log.LogIndex)));
        Assert.Equivalent(Log(1, 3), again.ReadLogs().First());
        Assert.Equal(Mark(5, 0), again.Cursor);
        Assert.Equal(Mark(2, 0), again.MarkAtOrBelow(4));
        Assert.Null(again.MarkAtOrBelow(1));
        Assert.Equivalent(move, again.FindSent("pick"));
        Assert.Null(again.FindSent("post"));
        Assert.True(again.Knows("so it is"));
        Assert.False(again.Knows("so it is not"));
    }

    [Fact]
    public void What_follows_a_mark_can_be_forgotten()
    {
        using PlayerStore store = PlayerStore.Open(FilePath, s_me);
        for (ulong block = 1; block <= 4; block++) store.Append([Log(block, 0)], Mark(block, 0));
        store.Rewind(Mark(2, 0));
        Assert.Equal([1UL, 2UL], store.ReadLogs().Select(log => log.BlockNumber));
        Assert.Equal(Mark(2, 0), store.Cursor);
        store.Rewind(null);
        Assert.Empty(store.ReadLogs());
        Assert.Null(store.Cursor);
    }

    [Fact]
    public void Marks_do_not_grow_without_end()
    {
        using PlayerStore store = PlayerStore.Open(FilePath, s_me);
        for (ulong block = 1; block <= 300; block++) store.Append([], Mark(block, 0));
        Assert.Equal(Mark(45, 0), store.MarkAtOrBelow(45));
        Assert.Null(store.MarkAtOrBelow(44));
    }

    private static BlockMark Mark(ulong block, byte fork) => new(block, Hash((byte)(block + fork)));

    private static Log Log(ulong block, ulong index) => new(Account(1), [Hash(1), Hash(2)], [.. Enumerable.Range(0, 200).Select(i => (byte)i)], block, Hash(3), Hash(4), 5, index);

    private static Hash32 Hash(byte value) => new([.. Enumerable.Repeat(value, 32)]);

    private static Address Account(byte value) => new([.. Enumerable.Repeat(value, 20)]);
}
