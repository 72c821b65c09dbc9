using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace Opml.Dispute.Store.Sqlite;

/// <summary>The bonds in a player's file.</summary>
internal sealed class SqliteBondBook(StoreFile file) : IBondBook
{
    /// <inheritdoc/>
    public Task<ImmutableArray<Bond>> ReadAsync(CancellationToken cancellationToken = default) => Task.FromResult<ImmutableArray<Bond>>(
        [.. file.Query("SELECT key, request, amount, state FROM bonds ORDER BY request, key", row => new Bond(
            row.GetString(0),
            (ulong)row.GetInt64(1),
            BigInteger.Parse(row.GetString(2), CultureInfo.InvariantCulture),
            Enum.Parse<BondState>(row.GetString(3))))]);

    /// <inheritdoc/>
    public Task<bool> NoteAsync(
        IReadOnlyCollection<Bond> changed, IReadOnlyCollection<string> gone, BlockMark? seenAt, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changed);
        ArgumentNullException.ThrowIfNull(gone);
        bool stands = false;
        file.InTransaction(() =>
        {
            stands = SqliteChainIndex.Cursor(file) == seenAt;
            if (!stands) return;
            foreach (string key in gone) file.Execute("DELETE FROM bonds WHERE key = $0", key);
            foreach (Bond bond in changed)
            {
                file.Execute(
                    "INSERT OR REPLACE INTO bonds (key, request, amount, state) VALUES ($0, $1, $2, $3)",
                    bond.Key,
                    (long)bond.Request,
                    bond.Amount.ToString(CultureInfo.InvariantCulture),
                    bond.State.ToString());
            }
        });
        return Task.FromResult(stands);
    }
}
