using Opml.Ethereum.Accounts;

namespace Opml.Ethereum.Tests.Accounts;

/// <summary>What any <see cref="INonceSource"/> must do, shown by the one in memory.</summary>
public sealed class NonceSourceTests
{
    private static readonly Address s_account = Address.Parse("0x00000000000000000000000000000000000000aa");

    private int _asked;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_committed_nonce_is_followed_by_the_next_one_and_the_chain_is_asked_once()
    {
        using var source = new MemoryNonceSource();
        Assert.Equal(7ul, await UseAsync(source, commit: true));
        Assert.Equal(8ul, await UseAsync(source, commit: true));
        Assert.Equal(9ul, await UseAsync(source, commit: true));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task After_a_lease_without_a_commit_the_chain_is_asked_again()
    {
        using var source = new MemoryNonceSource();
        await UseAsync(source, commit: true);
        Assert.Equal(8ul, await UseAsync(source, commit: false));
        Assert.Equal(7ul, await UseAsync(source, commit: false));
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task What_is_remembered_can_be_renewed_or_forgotten()
    {
        using var source = new MemoryNonceSource();
        await UseAsync(source, commit: true);
        await using (var lease = await ReserveAsync(source))
        {
            Assert.True(lease.IsRemembered);
            await lease.RenewAsync(Cancel);
            Assert.Equal((7ul, false), (lease.Nonce, lease.IsRemembered));
            await lease.CommitAsync(Cancel);
        }

        await source.ForgetAsync(1, s_account, Cancel);
        await using var fresh = await ReserveAsync(source);
        Assert.Equal((7ul, false), (fresh.Nonce, fresh.IsRemembered));
    }

    [Fact]
    public async Task One_lease_at_a_time_an_account_and_a_cancelled_wait_uses_nothing()
    {
        using var source = new MemoryNonceSource();
        using var impatient = new CancellationTokenSource();
        var held = await ReserveAsync(source);
        var waiting = source.ReserveAsync(1, s_account, Ask, impatient.Token);
        var next = ReserveAsync(source);
        await using (var otherChain = await source.ReserveAsync(2, s_account, Ask, Cancel))
        await using (var otherAccount = await source.ReserveAsync(1, Address.Zero, Ask, Cancel))
            Assert.Equal((false, false, 7ul, 7ul), (waiting.IsCompleted, next.IsCompleted, otherChain.Nonce, otherAccount.Nonce));

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await held.CommitAsync(Cancel);
        await held.DisposeAsync();
        await using var taken = await next;
        Assert.Equal(8ul, taken.Nonce);
    }

    [Fact]
    public async Task A_chain_that_does_not_answer_leaves_the_turn_free()
    {
        using var source = new MemoryNonceSource();
        await Assert.ThrowsAsync<EthereumException>(() => source.ReserveAsync(1, s_account, _ => throw new EthereumException("gone"), Cancel));
        Assert.Equal(7ul, await UseAsync(source, commit: true));
    }

    private Task<ulong> Ask(CancellationToken cancellationToken)
    {
        _asked++;
        return Task.FromResult(7ul);
    }

    private Task<INonceLease> ReserveAsync(INonceSource source) => source.ReserveAsync(1, s_account, Ask, Cancel);

    private async Task<ulong> UseAsync(INonceSource source, bool commit)
    {
        await using var lease = await ReserveAsync(source);
        if (commit)
            await lease.CommitAsync(Cancel);
        return lease.Nonce;
    }
}
