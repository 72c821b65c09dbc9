using System.Collections.Concurrent;
using System.Collections.Immutable;
using Opml.Dispute.Contracts;
using Opml.Dispute.Store;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Rpc;
using Opml.Ethereum.Transactions;

namespace Opml.Dispute.Players;

/// <summary>
/// Sends each move once. Its transaction is in the player's store before it is handed in; a player that was killed in between,
/// or whose node's answer was lost, hands the same one in again, and so does any other process that is this player; one that
/// waits too long, or that the chain has become too dear for, is replaced under its own nonce; and another is made only when
/// that one can never be mined.
/// </summary>
internal sealed class Courier(OpmlAccount account, TransactionSender sender, IMoveBook book)
{
    /// <summary>Moves that were noted before and are not mined: since when each was looked after, by its key.</summary>
    private readonly ConcurrentDictionary<string, TransactionTrail> _trails = [];

    private IEthereumClient Client => account.Contract.Client;

    /// <summary>Makes a move, or sees to it that the one made before is mined.</summary>
    /// <param name="key">Which move: the same for the same position of the same game, and for no other.</param>
    /// <param name="send">Makes it, with the account given.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The block in which it is; null while it is on its way.</returns>
    /// <exception cref="Opml.Ethereum.Abi.RevertException">The contract refuses it.</exception>
    /// <exception cref="StoreException">The store failed; nothing was handed in that is not noted.</exception>
    public async Task<Delivery?> SendAsync(string key, Func<OpmlAccount, Task<TransactionReceipt>> send, CancellationToken cancellationToken)
    {
        if (await book.FindAsync(key, cancellationToken).ConfigureAwait(false) is { } earlier)
            return await GoOnAsync(earlier, cancellationToken).ConfigureAwait(false);

        SentMove? noted = null;
        try
        {
            TransactionReceipt receipt = await send(account.Telling(NoteAsync)).ConfigureAwait(false);
            await book.SettleAsync(noted!, receipt.BlockNumber, cancellationToken).ConfigureAwait(false);
            return new Delivery(receipt.BlockNumber, IsNews: true);
        }
        catch (TransactionRevertedException) when (noted is not null)
        {
            await book.ForgetAsync(noted, cancellationToken).ConfigureAwait(false);
            throw;
        }
        catch (TakenException)
        {
            return null;
        }

        async Task NoteAsync(SignedTransaction signed, CancellationToken cancellationToken)
        {
            ulong nonce = signed.Transaction.Nonce;
            // Signed again under the same nonce, either may be mined; under another, the former cannot be any more.
            var move = new SentMove(key, nonce, signed.Hash, signed.Raw) { Earlier = noted?.Nonce == nonce ? noted.Earlier.Add(noted.Hash) : [] };
            if (!await book.NoteAsync(move, noted?.Hash, cancellationToken).ConfigureAwait(false)) throw new TakenException();
            noted = move;
        }
    }

    /// <summary>
    /// Takes in what became of moves that are no duties any more, and looks after those that a node still has: the account's next
    /// move waits for them. One that no node has is left, as it would only revert; the next move needs its nonce, or has it handed in.
    /// </summary>
    /// <param name="due">Keys of the moves that are to be left alone.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task TidyAsync(IReadOnlySet<string> due, CancellationToken cancellationToken)
    {
        ImmutableArray<SentMove> pending = await book.ReadPendingAsync(cancellationToken).ConfigureAwait(false);
        foreach (string key in _trails.Keys.Except(pending.Select(move => move.Key)).Except(due)) _trails.TryRemove(key, out _);
        foreach (SentMove move in pending)
        {
            if (due.Contains(move.Key)) continue;
            (bool isOver, TransactionReceipt? mined) = await LookAsync(move, cancellationToken).ConfigureAwait(false);
            if (isOver) _trails.TryRemove(move.Key, out _);
            if (mined is { Succeeded: true }) await book.SettleAsync(move, mined.BlockNumber, cancellationToken).ConfigureAwait(false);
            else if (isOver) await book.ForgetAsync(move, cancellationToken).ConfigureAwait(false);
            else if (await IsKnownAsync(move, cancellationToken).ConfigureAwait(false)) await TryTendAsync(move, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Delivery?> GoOnAsync(SentMove move, CancellationToken cancellationToken)
    {
        (Fate fate, TransactionReceipt? mined) = await SettleAsync(move, cancellationToken).ConfigureAwait(false);
        if (fate == Fate.OnItsWay) return null;
        _trails.TryRemove(move.Key, out _);
        if (mined is { Succeeded: true })
        {
            if (move.Block != mined.BlockNumber) await book.SettleAsync(move, mined.BlockNumber, cancellationToken).ConfigureAwait(false);
            return new Delivery(mined.BlockNumber, IsNews: move.Block is null);
        }
        await book.ForgetAsync(move, cancellationToken).ConfigureAwait(false);
        if (fate == Fate.Dead) await sender.ResetNonceAsync(cancellationToken).ConfigureAwait(false); // its nonce may be free again
        return null; // the chain is read before it is made anew
    }

    /// <summary>What the chain has of a move: whether its nonce is used, and its receipt, if it was the one to use it.</summary>
    private async Task<(bool IsOver, TransactionReceipt? Mined)> LookAsync(SentMove move, CancellationToken cancellationToken)
    {
        // The nonce first: if it was used before the receipt was looked for and not found, another transaction has it.
        ulong used = await Client.GetNonceAsync(account.Address, BlockTag.Latest, cancellationToken).ConfigureAwait(false);
        foreach (Hash32 hash in move.Earlier.Append(move.Hash).Reverse())
            if (await Client.GetReceiptAsync(hash, cancellationToken).ConfigureAwait(false) is { } receipt) return (true, receipt);
        return (used > move.Nonce, null);
    }

    private async Task<(Fate, TransactionReceipt?)> SettleAsync(SentMove move, CancellationToken cancellationToken)
    {
        (bool isOver, TransactionReceipt? mined) = await LookAsync(move, cancellationToken).ConfigureAwait(false);
        if (isOver) return (mined is null ? Fate.Dead : Fate.Mined, mined);
        await HandInBeforeAsync(move, cancellationToken).ConfigureAwait(false);
        if (!await HandInAsync(move, cancellationToken).ConfigureAwait(false)) return (Fate.Dead, null);
        TransactionReceipt? now = await Client.GetReceiptAsync(move.Hash, cancellationToken).ConfigureAwait(false);
        if (now is not null) return (Fate.Mined, now);

        await TendAsync(move, cancellationToken).ConfigureAwait(false);
        return (Fate.OnItsWay, null);
    }

    /// <summary>Looks after a move that waits: what fills a lost nonce before it, or takes its place at a higher price, the next look finds.</summary>
    private async Task TendAsync(SentMove move, CancellationToken cancellationToken)
    {
        TransactionTrail trail = _trails.TryGetValue(move.Key, out TransactionTrail? known) && known.Current.Hash == move.Hash
            ? known
            : TransactionTrail.Of(SignedTransaction.Decode(move.Raw));
        try
        {
            TransactionSight sight = await sender.TendAsync(trail, ReplaceAsync, cancellationToken).ConfigureAwait(false);
            _trails[move.Key] = sight.Trail;
        }
        catch (TakenException)
        {
            _trails.TryRemove(move.Key, out _);
        }

        async Task ReplaceAsync(SignedTransaction dearer, CancellationToken cancellationToken)
        {
            var instead = new SentMove(move.Key, move.Nonce, dearer.Hash, dearer.Raw) { Earlier = move.Earlier.Add(move.Hash) };
            if (!await book.NoteAsync(instead, move.Hash, cancellationToken).ConfigureAwait(false)) throw new TakenException();
        }
    }

    /// <summary>Looks after a move that nobody waits for but those behind it; what fails with this one keeps none of them up, and the next look tries again.</summary>
    private async Task TryTendAsync(SentMove move, CancellationToken cancellationToken)
    {
        try
        {
            await TendAsync(move, cancellationToken).ConfigureAwait(false);
        }
        catch (EthereumException)
        {
        }
    }

    /// <summary>
    /// Hands in what was noted with lower nonces, by whomever, and looks after it: this move cannot be mined before, and the lower one
    /// may be no duty any more, so that nobody else makes it dearer.
    /// </summary>
    private async Task HandInBeforeAsync(SentMove move, CancellationToken cancellationToken)
    {
        ulong from = await Client.GetNonceAsync(account.Address, BlockTag.Latest, cancellationToken).ConfigureAwait(false);
        if (from >= move.Nonce) return;
        foreach (SentMove lower in await book.ReadPendingAsync(cancellationToken).ConfigureAwait(false))
        {
            if (lower.Nonce < from || lower.Nonce >= move.Nonce) continue;
            await HandInAsync(lower, cancellationToken).ConfigureAwait(false);
            await TryTendAsync(lower, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>False where the node refuses it, and knows neither it nor a cheaper one of the same nonce.</returns>
    private async Task<bool> HandInAsync(SentMove move, CancellationToken cancellationToken)
    {
        try
        {
            await Client.SendRawAsync(move.Raw, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RpcException)
        {
            // Refused: because the node has it already, or a cheaper one in its place, or because it can no longer be mined at its price.
            return await IsKnownAsync(move, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> IsKnownAsync(SentMove move, CancellationToken cancellationToken)
    {
        foreach (Hash32 hash in move.Earlier.Append(move.Hash).Reverse())
            if (await Client.IsTransactionKnownAsync(hash, cancellationToken).ConfigureAwait(false)) return true;
        return false;
    }

    private enum Fate
    {
        OnItsWay,
        Mined,
        Dead,
    }

    /// <summary>Another process has signed the same move: this one is not handed in.</summary>
    private sealed class TakenException : Exception;
}
