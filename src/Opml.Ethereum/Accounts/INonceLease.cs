namespace Opml.Ethereum.Accounts;

/// <summary>
/// The right to hand in one transaction: its nonce, and the turn of its account. Disposal passes the turn on; without a
/// <see cref="CommitAsync"/> before, what was remembered is forgotten, for nobody knows whether the nonce was used.
/// </summary>
public interface INonceLease : IAsyncDisposable
{
    /// <summary>The nonce to sign with.</summary>
    ulong Nonce { get; }

    /// <summary>Whether the nonce comes from memory, and may have been used since by somebody who does not share the source.</summary>
    bool IsRemembered { get; }

    /// <summary>Asks the chain anew, after the nonce turned out to be used; the turn is kept. <see cref="IsRemembered"/> is false then.</summary>
    Task RenewAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// A node has the transaction: the next nonce is the one after this. It never lowers what is remembered; a lease that lost its turn
    /// meanwhile (to a timeout of the place where nonces are kept) may ignore it.
    /// </summary>
    Task CommitAsync(CancellationToken cancellationToken = default);
}
