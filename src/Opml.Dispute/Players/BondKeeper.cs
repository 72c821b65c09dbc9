using Opml.Dispute.Store;

namespace Opml.Dispute.Players;

/// <summary>Keeps a player's bonds in its store as its view has them. Used from the player's own loop alone.</summary>
internal sealed class BondKeeper(IBondBook book)
{
    private Dictionary<string, Bond>? _noted;
    private ulong _changes;

    /// <summary>Writes what has changed since the last time.</summary>
    /// <param name="bonds">The bonds as the view has them.</param>
    /// <param name="chain">Where the view comes from.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task NoteAsync(Func<IEnumerable<Bond>> bonds, ChainFollower chain, CancellationToken cancellationToken)
    {
        if (chain.Changes == _changes) return;
        _noted ??= (await book.ReadAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(bond => bond.Key);
        Dictionary<string, Bond> now = bonds().DistinctBy(bond => bond.Key).ToDictionary(bond => bond.Key);
        Bond[] changed = [.. now.Values.Where(bond => _noted.GetValueOrDefault(bond.Key) != bond)];
        string[] gone = [.. _noted.Keys.Where(key => !now.ContainsKey(key))];
        if (changed.Length + gone.Length > 0 && !await book.NoteAsync(changed, gone, chain.Cursor, cancellationToken).ConfigureAwait(false)) return;
        _noted = now;
        _changes = chain.Changes;
    }
}
