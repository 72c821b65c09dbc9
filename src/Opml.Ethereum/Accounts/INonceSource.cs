namespace Opml.Ethereum.Accounts;

/// <summary>
/// Where the nonces of accounts are given out, one place for all who sign with the same key: senders of one process that share a
/// source, or processes that share a database behind one. Safe under concurrent callers.
/// </summary>
/// <remarks>
/// The rules that an implementation keeps, for each pair of chain and account: at most one lease is open at a time, and others wait
/// for their turn, so that transactions are handed in in the order of their nonces and none is skipped. A nonce that was
/// committed is remembered, and the next lease is the one after it; a lease that ends without a commit leaves nothing remembered, and the
/// next one asks the chain. The turn of a holder that dies passes on as if its lease had ended without a commit.
/// </remarks>
public interface INonceSource
{
    /// <summary>Waits for the turn and takes the next nonce. The lease is disposed in any case, soon: others wait for it.</summary>
    /// <param name="chainId">The chain.</param>
    /// <param name="account">The account.</param>
    /// <param name="askChain">Asks the chain for the account's next nonce, pending transactions counted; used where none is remembered.</param>
    /// <param name="cancellationToken">Ends the waiting; no nonce is used then.</param>
    /// <exception cref="EthereumException">The chain, or the place where nonces are kept, does not answer.</exception>
    Task<INonceLease> ReserveAsync(
        ulong chainId, Address account, Func<CancellationToken, Task<ulong>> askChain, CancellationToken cancellationToken = default);

    /// <summary>Forgets what is remembered of an account, once its turn is free; the next lease asks the chain.</summary>
    Task ForgetAsync(ulong chainId, Address account, CancellationToken cancellationToken = default);
}
