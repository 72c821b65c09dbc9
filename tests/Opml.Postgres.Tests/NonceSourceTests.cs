using Opml.Dispute.Store;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;

namespace Opml.Postgres.Tests;

/// <summary>One account's nonces, given out to several stores as to several processes.</summary>
public sealed class NonceSourceTests(ServerFixture server)
{
    private static readonly Address s_account = new([.. Enumerable.Repeat((byte)7, 20)]);
    private static readonly PlayerIdentity s_me = new(31337, new Address(new byte[20]), s_account);

    private readonly PostgresStoreOptions _options = new() { Schema = ServerFixture.NewSchema() };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_that_sign_at_once_get_nonces_one_after_the_other_without_a_gap()
    {
        IPlayerStore[] stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAsync()));
        var given = new List<ulong>();
        int open = 0;
        await Task.WhenAll(Enumerable.Range(0, 40).Select(n => Task.Run(
            async () =>
            {
                await using INonceLease lease = await stores[n % 4].Nonces!.ReserveAsync(31337, s_account, Chain(5), Token);
                Assert.Equal(1, Interlocked.Increment(ref open));
                given.Add(lease.Nonce);
                await Task.Yield();
                Interlocked.Decrement(ref open);
                await lease.CommitAsync(Token);
            },
            Token)));
        Assert.Equal(Enumerable.Range(5, 40).Select(n => (ulong)n), given);
        foreach (IPlayerStore store in stores) store.Dispose();
    }

    [Fact]
    public async Task A_lease_that_does_not_end_well_leaves_nothing_remembered()
    {
        await using IPlayerStore first = await OpenAsync(), second = await OpenAsync();
        await CommitAsync(first, 5);
        await using (INonceLease lease = await first.Nonces!.ReserveAsync(31337, s_account, Chain(99), Token))
            Assert.Equal((6UL, true), (lease.Nonce, lease.IsRemembered));
        await using INonceLease next = await second.Nonces!.ReserveAsync(31337, s_account, Chain(7), Token);
        Assert.Equal((7UL, false), (next.Nonce, next.IsRemembered));
    }

    [Fact]
    public async Task A_nonce_that_turned_out_to_be_used_is_asked_for_anew_and_the_turn_is_kept()
    {
        await using IPlayerStore first = await OpenAsync(), second = await OpenAsync();
        await CommitAsync(first, 5);
        Task<INonceLease> waiting;
        await using (INonceLease lease = await first.Nonces!.ReserveAsync(31337, s_account, Chain(20), Token))
        {
            waiting = second.Nonces!.ReserveAsync(31337, s_account, Chain(99), Token);
            await lease.RenewAsync(Token);
            Assert.Equal((20UL, false), (lease.Nonce, lease.IsRemembered));
            Assert.False(waiting.IsCompleted);
            await lease.CommitAsync(Token);
        }
        await using INonceLease next = await waiting;
        Assert.Equal(21UL, next.Nonce);
    }

    [Fact]
    public async Task What_is_remembered_can_be_forgotten_and_accounts_and_chains_are_apart()
    {
        await using IPlayerStore store = await OpenAsync();
        await CommitAsync(store, 5);
        await store.Nonces!.ForgetAsync(31337, new Address(new byte[20]), Token);
        await store.Nonces.ForgetAsync(1, s_account, Token);
        await CommitAsync(store, 6, asks: 99);
        await store.Nonces.ForgetAsync(31337, s_account, Token);
        await CommitAsync(store, 3, asks: 3);
    }

    [Fact]
    public async Task A_chain_that_does_not_answer_passes_the_turn_on()
    {
        await using IPlayerStore first = await OpenAsync(), second = await OpenAsync();
        await Assert.ThrowsAsync<EthereumException>(
            () => first.Nonces!.ReserveAsync(31337, s_account, _ => Task.FromException<ulong>(new EthereumException("no")), Token));
        await CommitAsync(second, 5);
        await CommitAsync(first, 6, asks: 99);
    }

    private static async Task CommitAsync(IPlayerStore store, ulong expected, ulong asks = 5)
    {
        await using INonceLease lease = await store.Nonces!.ReserveAsync(31337, s_account, Chain(asks), Token);
        Assert.Equal(expected, lease.Nonce);
        await lease.CommitAsync(Token);
    }

    private static Func<CancellationToken, Task<ulong>> Chain(ulong nonce) => _ => Task.FromResult(nonce);

    private async Task<IPlayerStore> OpenAsync() => await PostgresPlayerStore.OpenAsync(server.ConnectionString, s_me, _options, Token);
}
