using Opml.Ethereum.Accounts;

namespace Opml.Dispute.Store;

/// <summary>
/// What a player must not forget: the contract's logs as far as they were read, the moves that it signed, what it found out,
/// and the bonds that it has at stake. A player that was killed reads it and goes on. Every write is durable before its task
/// completes. Safe from any thread.
/// </summary>
/// <remarks>
/// Several processes may be one player, with the same identity on the same database. They share everything here. That no move is made
/// twice rests on <see cref="IMoveBook.NoteAsync"/>, which keeps one transaction a key; the leases of <see cref="Work"/> only save
/// them from doing the same work twice. Any method raises <see cref="StoreUnavailableException"/> when the store is out
/// of reach for now: nothing is known to have been written then, and the player waits.
/// </remarks>
public interface IPlayerStore : IAsyncDisposable, IDisposable
{
    /// <summary>Whose it is.</summary>
    PlayerIdentity Identity { get; }

    /// <summary>The contract's logs.</summary>
    IChainIndex Chain { get; }

    /// <summary>Moves that were signed.</summary>
    IMoveBook Moves { get; }

    /// <summary>Bonds of this player.</summary>
    IBondBook Bonds { get; }

    /// <summary>Which process does what.</summary>
    IWorkQueue Work { get; }

    /// <summary>
    /// Where the account's nonces are given out, to all processes that share this store, for
    /// <see cref="TransactionSenderOptions.Nonces"/>; null where no other process can, and the sender keeps them itself.
    /// </summary>
    INonceSource? Nonces { get; }

    /// <summary>Keeps something that was found out.</summary>
    Task LearnAsync(string fact, CancellationToken cancellationToken = default);

    /// <summary>Whether something was found out, by this player, by it before it was killed, or by another process that is it.</summary>
    Task<bool> KnowsAsync(string fact, CancellationToken cancellationToken = default);
}
