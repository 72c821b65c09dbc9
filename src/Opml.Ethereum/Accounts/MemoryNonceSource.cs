using System.Collections.Concurrent;

namespace Opml.Ethereum.Accounts;

/// <summary>Nonces of this process alone: the default of a sender, and to be shared by senders of one account.</summary>
public sealed class MemoryNonceSource : INonceSource, IDisposable
{
    private readonly ConcurrentDictionary<(ulong ChainId, Address Account), Entry> _entries = new();

    /// <inheritdoc/>
    public async Task<INonceLease> ReserveAsync(
        ulong chainId, Address account, Func<CancellationToken, Task<ulong>> askChain, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(askChain);
        var entry = EntryOf(chainId, account);
        await entry.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return entry.Next is { } next
                ? new Lease(entry, next, isRemembered: true, askChain)
                : new Lease(entry, await askChain(cancellationToken).ConfigureAwait(false), isRemembered: false, askChain);
        }
        catch
        {
            entry.Turn.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task ForgetAsync(ulong chainId, Address account, CancellationToken cancellationToken = default)
    {
        var entry = EntryOf(chainId, account);
        await entry.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        entry.Next = null;
        entry.Turn.Release();
    }

    /// <summary>Frees the queues. Nobody waits in one any more.</summary>
    public void Dispose()
    {
        foreach (var entry in _entries.Values)
            entry.Turn.Dispose();
    }

    private Entry EntryOf(ulong chainId, Address account) => _entries.GetOrAdd((chainId, account), static _ => new Entry());

    private sealed class Entry
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public ulong? Next { get; set; }
    }

    private sealed class Lease(Entry entry, ulong nonce, bool isRemembered, Func<CancellationToken, Task<ulong>> askChain) : INonceLease
    {
        private bool _isCommitted;
        private bool _isOver;

        public ulong Nonce { get; private set; } = nonce;

        public bool IsRemembered { get; private set; } = isRemembered;

        public async Task RenewAsync(CancellationToken cancellationToken)
        {
            Nonce = await askChain(cancellationToken).ConfigureAwait(false);
            IsRemembered = false;
        }

        public Task CommitAsync(CancellationToken cancellationToken)
        {
            ObjectDisposedException.ThrowIf(_isOver, this);
            entry.Next = Nonce + 1;
            _isCommitted = true;
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            if (_isOver)
                return ValueTask.CompletedTask;
            _isOver = true;
            if (!_isCommitted)
                entry.Next = null;
            entry.Turn.Release();
            return ValueTask.CompletedTask;
        }
    }
}
