using Opml.Ethereum;

namespace Opml.Dispute.Game;

/// <summary>A run as one side knows it: the states at all positions, by their hashes.</summary>
public interface ITrace
{
    /// <summary>
    /// The hash of the state after <paramref name="index"/> steps, the status in its first byte. A halted state
    /// repeats: beyond the end every index has the last state.
    /// </summary>
    Hash32 StateAt(ulong index, CancellationToken cancellationToken = default);
}
