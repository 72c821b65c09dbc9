using Opml.Dispute.Store;
using Opml.Ethereum;

namespace Opml.Postgres.Tests;

/// <summary>Who does what, where several processes are one player.</summary>
public sealed class WorkQueueTests(ServerFixture server)
{
    private static readonly PlayerIdentity s_me = new(31337, new Address(new byte[20]), new Address(new byte[20]));

    private readonly PostgresStoreOptions _options = new() { Schema = ServerFixture.NewSchema() };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_takes_as_much_as_it_has_room_for_the_most_pressing_first_and_another_the_rest()
    {
        await using IPlayerStore first = await OpenAsync(), second = await OpenAsync();
        WorkItem[] due = [.. Enumerable.Range(1, 5).Select(n => new WorkItem($"request {n}", (ulong)(10 * n), false))];
        Assert.Equal(["request 1", "request 2"], (await first.Work.ClaimAsync(due, [], 2, Token)).Order());
        Assert.Equal(["request 3", "request 4"], (await second.Work.ClaimAsync(due, [], 2, Token)).Order());
        Assert.Equal(["request 1", "request 2"], (await first.Work.ClaimAsync(due, [], 0, Token)).Order());
        Assert.Equal(["request 3", "request 4", "request 5"], (await second.Work.ClaimAsync(due, [], 1, Token)).Order());
    }

    [Fact]
    public async Task What_is_urgent_is_taken_without_room()
    {
        await using IPlayerStore store = await OpenAsync();
        Assert.Equal(["game"], await store.Work.ClaimAsync([new("request 1", 1, false), new("game", 2, true)], [], 0, Token));
    }

    [Fact]
    public async Task What_is_kept_stays_and_what_is_neither_due_nor_kept_is_free_for_others()
    {
        await using IPlayerStore first = await OpenAsync(), second = await OpenAsync();
        WorkItem[] due = [new("a", 1, false), new("b", 2, false)];
        await first.Work.ClaimAsync(due, [], 2, Token);
        Assert.Equal(["a"], await first.Work.ClaimAsync([], ["a"], 2, Token));
        Assert.Equal(["b"], await second.Work.ClaimAsync(due, [], 2, Token));
    }

    [Fact]
    public async Task Who_leaves_leaves_everything()
    {
        await using IPlayerStore first = await OpenAsync(), second = await OpenAsync();
        WorkItem[] due = [new("a", 1, false), new("b", 2, false)];
        await first.Work.ClaimAsync(due, [], 2, Token);
        Assert.Empty(await second.Work.ClaimAsync(due, [], 2, Token));
        await first.Work.LeaveAsync(Token);
        Assert.Equal(["a", "b"], (await second.Work.ClaimAsync(due, [], 2, Token)).Order());
        Assert.Empty(await first.Work.ClaimAsync(due, [], 2, Token));
    }

    [Fact]
    public async Task A_lease_that_is_not_renewed_ends_and_one_that_is_does_not()
    {
        await using IPlayerStore silent = await OpenAsync(1), living = await OpenAsync(1), third = await OpenAsync(1);
        await silent.Work.ClaimAsync([new("a", 1, false)], [], 1, Token);
        await living.Work.ClaimAsync([new("b", 1, false)], [], 1, Token);
        WorkItem[] due = [new("a", 1, false), new("b", 2, false)];
        IReadOnlySet<string> taken = new HashSet<string>();
        while (taken.Count == 0)
        {
            Assert.Equal(["b"], await living.Work.ClaimAsync([due[1]], [], 0, Token));
            taken = await third.Work.ClaimAsync(due, [], 2, Token);
            await Task.Delay(50, Token);
        }
        Assert.Equal(["a"], taken);
        Assert.Empty(await silent.Work.ClaimAsync([due[0]], [], 1, Token));
        WorkEntry entry = (await third.Work.ReadAsync(Token)).Single(entry => entry.Subject == "a");
        Assert.StartsWith($"{Environment.MachineName}:{Environment.ProcessId}:", entry.Owner, StringComparison.Ordinal);
        Assert.NotNull(entry.Until);
    }

    [Fact]
    public async Task Many_that_ask_at_once_have_everything_and_nothing_twice()
    {
        IPlayerStore[] stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OpenAsync()));
        WorkItem[] due = [.. Enumerable.Range(0, 120).Select(n => new WorkItem($"request {n}", (ulong)n, false))];
        var held = new IReadOnlySet<string>[stores.Length];
        for (int round = 0; round < 10; round++)
        {
            IReadOnlySet<string>[] now = await Task.WhenAll(stores.Select((store, n) =>
                Task.Run(() => store.Work.ClaimAsync([.. due.Skip(7 * n), .. due.Take(7 * n)], [], 3, Token), Token)));
            held = now;
        }
        string[] all = [.. held.SelectMany(subjects => subjects)];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(due.Length, all.Length);
        foreach (IPlayerStore store in stores) store.Dispose();
    }

    private async Task<IPlayerStore> OpenAsync(int leaseSeconds = 60) =>
        await PostgresPlayerStore.OpenAsync(server.ConnectionString, s_me, _options with { Lease = TimeSpan.FromSeconds(leaseSeconds) }, Token);
}
