using Opml.Dispute.Contracts;
using Opml.Dispute.Store;
using Opml.Ethereum.Accounts;

namespace Opml.Dispute.Players;

/// <summary>
/// Runs requests, posts their results with a bond, defends them in every game, makes them final and takes the ether home.
/// </summary>
public sealed class Proposer : Player
{
    /// <inheritdoc cref="Player"/>
    public Proposer(OpmlAccount account, TransactionSender sender, IPlayerStore store, IReadOnlyList<ModelFiles> files, PlayerOptions options)
        : base(account, sender, store, files, options, desk => [new ProposerRole(desk, posts: true)])
    {
    }
}
