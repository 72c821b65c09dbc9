using Opml.Dispute.Contracts;
using Opml.Dispute.Store;
using Opml.Ethereum.Accounts;

namespace Opml.Dispute.Players;

/// <summary>
/// Proposer and challenger in one, with one account, one file, one view of the chain, and one set of runs; what is most pressing of either part
/// goes first. Its own results it does not check.
/// </summary>
public sealed class Operator : Player
{
    /// <summary>Seats an operator.</summary>
    /// <param name="account">The account that plays.</param>
    /// <param name="sender">Sends for it.</param>
    /// <param name="store">Its file.</param>
    /// <param name="files">What it works with; a list that changes is read again at <see cref="Player.Rescan"/>.</param>
    /// <param name="options">How it plays.</param>
    /// <param name="proposes">Whether it posts results. It defends and finishes those that it posted before in any case.</param>
    /// <param name="challenges">Whether it checks the results of others. Games that it opened before it plays in any case.</param>
    public Operator(
        OpmlAccount account, TransactionSender sender, IPlayerStore store, IReadOnlyList<ModelFiles> files, PlayerOptions options, bool proposes, bool challenges)
        : base(account, sender, store, files, options, desk => [new ProposerRole(desk, proposes), new ChallengerRole(desk, challenges)])
    {
    }
}
