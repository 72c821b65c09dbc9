using Opml.Ethereum;

namespace Opml.Dispute.Game;

/// <summary>What one who has only its own trace plays.</summary>
public static class HonestMoves
{
    /// <summary>The hashes that a proposer posts for a segment, from its own trace.</summary>
    public static IReadOnlyList<Hash32> Post(
        Segment segment, int arity, ITrace trace, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var positions = segment.Positions(arity);
        var hashes = new Hash32[positions.Count];
        for (var i = 0; i < hashes.Length; i++)
            hashes[i] = trace.StateAt(positions[i], cancellationToken);

        return hashes;
    }

    /// <summary>
    /// The part that a challenger picks: the first whose end differs from its own trace. When all posted hashes are its
    /// own, that is the last part, whose end it disputes already.
    /// </summary>
    public static int Pick(
        Segment segment, IReadOnlyList<Hash32> hashes, ITrace trace, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        ArgumentNullException.ThrowIfNull(trace);
        var parts = hashes.Count + 1;
        for (var i = 0; i < hashes.Count; i++)
        {
            if (trace.StateAt(segment.Boundary(i + 1, parts), cancellationToken) != hashes[i])
                return i;
        }

        return parts - 1;
    }
}
