using System.Collections.Concurrent;
using Npgsql;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;

namespace Opml.Postgres;

/// <summary>
/// Nonces in the database, for all processes that sign with one key. The turn is the lock on the account's row, held by a transaction
/// that lasts as long as the lease: it falls when the process dies, and after <see cref="LongestTurn"/> when it hangs or cannot be
/// reached. The next nonce is another row, which is emptied when a lease begins, so that one that does not end well leaves nothing remembered.
/// </summary>
internal sealed class PostgresNonceSource(PostgresDatabase database) : INonceSource, IDisposable
{
    /// <summary>How long a transaction may take from signing it to the node's answer, in seconds, before the turn passes on.</summary>
    private const int LongestTurn = 60;

    private readonly ConcurrentDictionary<(ulong, Address), SemaphoreSlim> _turns = new();

    /// <inheritdoc/>
    public async Task<INonceLease> ReserveAsync(
        ulong chainId, Address account, Func<CancellationToken, Task<ulong>> askChain, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(askChain);
        Turn turn = await TakeTurnAsync(chainId, account, cancellationToken).ConfigureAwait(false);
        try
        {
            ulong? remembered = await EmptyAsync(chainId, account, cancellationToken).ConfigureAwait(false);
            ulong nonce = remembered ?? await askChain(cancellationToken).ConfigureAwait(false);
            return new Lease(this, turn, chainId, account, askChain) { Nonce = nonce, IsRemembered = remembered is not null };
        }
        catch
        {
            await turn.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task ForgetAsync(ulong chainId, Address account, CancellationToken cancellationToken = default)
    {
        await using Turn turn = await TakeTurnAsync(chainId, account, cancellationToken).ConfigureAwait(false);
        await EmptyAsync(chainId, account, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SemaphoreSlim turn in _turns.Values) turn.Dispose();
    }

    /// <summary>Waits within the process first: those who wait in the database each have a connection.</summary>
    private async Task<Turn> TakeTurnAsync(ulong chainId, Address account, CancellationToken cancellationToken)
    {
        SemaphoreSlim gate = _turns.GetOrAdd((chainId, account), _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        NpgsqlConnection? connection = null;
        try
        {
            decimal chain = chainId;
            string name = account.ToString();
            await database.ExecuteAsync(
                connection => new NpgsqlCommand("INSERT INTO signers (chain_id, account) VALUES ($1, $2) ON CONFLICT DO NOTHING", connection).With(chain, name),
                cancellationToken).ConfigureAwait(false);
            connection = await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
            return await database.GuardAsync(
                async () =>
                {
                    NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                    await using var limit = new NpgsqlCommand("SELECT set_config('idle_in_transaction_session_timeout', $1, true)", connection);
                    await limit.With($"{LongestTurn}s").ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                    await using var take = new NpgsqlCommand("SELECT 1 FROM signers WHERE chain_id = $1 AND account = $2 FOR UPDATE", connection)
                    {
                        CommandTimeout = 2 * LongestTurn,
                    };
                    await take.With(chain, name).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                    return new Turn(gate, connection, transaction);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            if (connection is not null) await connection.DisposeAsync().ConfigureAwait(false);
            gate.Release();
            throw;
        }
    }

    /// <summary>What was remembered, which is not any more: on disk before it returns.</summary>
    private async Task<ulong?> EmptyAsync(ulong chainId, Address account, CancellationToken cancellationToken)
    {
        decimal chain = chainId;
        List<long?> found = await database.QueryAsync(
            connection => new NpgsqlCommand(
                """
                WITH old AS MATERIALIZED (SELECT next FROM nonces WHERE chain_id = $1 AND account = $2 FOR UPDATE)
                UPDATE nonces n SET next = NULL FROM old WHERE n.chain_id = $1 AND n.account = $2 RETURNING old.next
                """,
                connection).With(chain, account.ToString()),
            row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0),
            cancellationToken).ConfigureAwait(false);
        return (ulong?)found.SingleOrDefault();
    }

    private Task<int> RememberAsync(ulong chainId, Address account, ulong next, CancellationToken cancellationToken)
    {
        decimal chain = chainId;
        return database.ExecuteAsync(
            connection => new NpgsqlCommand(
                """
                INSERT INTO nonces (chain_id, account, next) VALUES ($1, $2, $3)
                ON CONFLICT (chain_id, account) DO UPDATE SET next = GREATEST(nonces.next, excluded.next)
                """,
                connection).With(chain, account.ToString(), (long)next),
            cancellationToken);
    }

    private sealed class Turn(SemaphoreSlim gate, NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                await transaction.DisposeAsync().ConfigureAwait(false);
                await connection.DisposeAsync().ConfigureAwait(false);
            }
            catch (NpgsqlException)
            {
                // The connection is gone, and the lock with it.
            }
            finally
            {
                gate.Release();
            }
        }
    }

    private sealed class Lease(PostgresNonceSource source, Turn turn, ulong chainId, Address account, Func<CancellationToken, Task<ulong>> askChain) : INonceLease
    {
        private Turn? _turn = turn;

        public ulong Nonce { get; set; }

        public bool IsRemembered { get; set; }

        public async Task RenewAsync(CancellationToken cancellationToken)
        {
            Nonce = await askChain(cancellationToken).ConfigureAwait(false);
            IsRemembered = false;
        }

        public Task CommitAsync(CancellationToken cancellationToken)
        {
            ObjectDisposedException.ThrowIf(_turn is null, this);
            return source.RememberAsync(chainId, account, Nonce + 1, cancellationToken);
        }

        public ValueTask DisposeAsync() => Interlocked.Exchange(ref _turn, null)?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
