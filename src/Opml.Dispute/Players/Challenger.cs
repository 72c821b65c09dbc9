using Opml.Dispute.Contracts;
using Opml.Dispute.Store;
using Opml.Ethereum.Accounts;

namespace Opml.Dispute.Players;

/// <summary>
/// Recomputes every result of the models that it has files for, challenges those that differ from its own, and plays the
/// games to their end.
/// </summary>
public sealed class Challenger : Player
{
    /// <inheritdoc cref="Player"/>
    public Challenger(OpmlAccount account, TransactionSender sender, IPlayerStore store, IReadOnlyList<ModelFiles> files, PlayerOptions options)
        : base(account, sender, store, files, options, desk => [new ChallengerRole(desk, checks: true)])
    {
    }
}
