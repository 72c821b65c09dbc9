using Opml.Dispute.Contracts;
using Opml.Dispute.Store;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Rpc;
using Opml.Ethereum.Transactions;

namespace Opml.Dispute.Players;

/// <summary>
/// Sends each move once. Its transaction is in the player's file before it is handed in; a player that was killed in between,
/// or whose node's answer was lost, hands the same one in again; one that the chain has become too dear for is replaced under its own
/// nonce; and another is made only when that one can never be mined.
/// </summary>
internal sealed class Courier(OpmlAccount account, TransactionSender sender, PlayerStore store)
{
    private IEthereumClient Client => account.Contract.Client;

    /// <summary>Makes a move, or sees to it that the one made before is mined.</summary>
    /// <param name="key">Which move: the same for the same position of the same game, and for no other.</param>
    /// <param name="send">Makes it, with the account given.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The block in which it is; null while it is on its way.</returns>
    /// <exception cref="Opml.Ethereum.Abi.RevertException">The contract refuses it.</exception>
    public async Task<ulong?> SendAsync(string key, Func<OpmlAccount, Task<TransactionReceipt>> send, CancellationToken cancellationToken)
    {
        if (store.FindSent(key) is { } earlier)
        {
            (Fate fate, TransactionReceipt? mined) = await SettleAsync(earlier, cancellationToken).ConfigureAwait(false);
            if (fate == Fate.OnItsWay) return null;
            store.ForgetSent(key);
            if (fate == Fate.Dead) await sender.ResetNonceAsync(cancellationToken).ConfigureAwait(false); // its nonce may be free again
            // One that is lost may have been mined in an earlier price: the chain is read before it is made anew.
            return mined is { Succeeded: true } ? mined.BlockNumber : null;
        }
        try
        {
            TransactionReceipt receipt = await send(account.Telling(
                signed => store.NoteSent(new SentMove(key, signed.Transaction.Nonce, signed.Hash, signed.Raw)))).ConfigureAwait(false);
            store.ForgetSent(key);
            return receipt.BlockNumber;
        }
        catch (TransactionRevertedException)
        {
            store.ForgetSent(key);
            throw;
        }
    }

    private async Task<(Fate, TransactionReceipt?)> SettleAsync(SentMove move, CancellationToken cancellationToken)
    {
        // The nonce first: if it was used before the receipt was looked for and not found, another transaction has it.
        ulong used = await Client.GetNonceAsync(account.Address, BlockTag.Latest, cancellationToken).ConfigureAwait(false);
        if (await Client.GetReceiptAsync(move.Hash, cancellationToken).ConfigureAwait(false) is { } receipt) return (Fate.Mined, receipt);
        if (used > move.Nonce) return (Fate.Dead, null);
        try
        {
            await Client.SendRawAsync(move.Raw, cancellationToken).ConfigureAwait(false);
        }
        catch (RpcException)
        {
            // Refused: because the node has it already, or because it can no longer be mined at its price.
            if (!await Client.IsTransactionKnownAsync(move.Hash, cancellationToken).ConfigureAwait(false)) return (Fate.Dead, null);
        }
        TransactionReceipt? now = await Client.GetReceiptAsync(move.Hash, cancellationToken).ConfigureAwait(false);
        if (now is not null) return (Fate.Mined, now);

        // Noted after it is handed in: until then the earlier one, of the same nonce, speaks for both.
        SignedTransaction? dearer = await sender.RepriceAsync(SignedTransaction.Decode(move.Raw), cancellationToken).ConfigureAwait(false);
        if (dearer is not null) store.NoteSent(new SentMove(move.Key, move.Nonce, dearer.Hash, dearer.Raw));
        return (Fate.OnItsWay, null);
    }

    private enum Fate
    {
        OnItsWay,
        Mined,
        Dead,
    }
}
