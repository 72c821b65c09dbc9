using Opml.Ethereum.Rpc;
using Opml.Ethereum.Transactions;

namespace Opml.Ethereum.Accounts;

/// <summary>Looks after one account's transactions that are on their way, one look at a time: nothing is kept between looks but the trail.</summary>
/// <param name="client">The node.</param>
/// <param name="address">The account.</param>
/// <param name="options">What may be paid.</param>
/// <param name="sign">Signs.</param>
/// <param name="fillGap">Fills a nonce that no node knows a transaction of.</param>
internal sealed class TransactionTender(
    IEthereumClient client,
    Address address,
    TransactionSenderOptions options,
    Func<Transaction, SignedTransaction> sign,
    Func<ulong, CancellationToken, Task<bool>> fillGap)
{
    private readonly ReplacementPolicy _policy = options.Replacement ?? new ReplacementPolicy();

    public async Task<TransactionSight> LookAsync(TransactionTrail trail, Func<SignedTransaction, CancellationToken, Task>? onSigned, CancellationToken cancellationToken)
    {
        // The nonce first: where it was used before the receipts were looked for in vain, another transaction has it.
        var used = await client.GetNonceAsync(address, BlockTag.Latest, cancellationToken).ConfigureAwait(false);
        if (await FindReceiptAsync(client, trail, cancellationToken).ConfigureAwait(false) is { } receipt)
            return new TransactionSight(trail, TransactionStage.Mined, receipt, $"Transaction {receipt.TransactionHash} is mined in block {receipt.BlockNumber}.");
        if (used > trail.Nonce)
            return await IsSupersededAsync(trail, cancellationToken).ConfigureAwait(false)
                ? new TransactionSight(trail, TransactionStage.Superseded, null, $"Another transaction was mined under nonce {trail.Nonce}.")
                : Waits(trail, "its receipt is not to be had yet");

        var height = await client.GetBlockNumberAsync(cancellationToken).ConfigureAwait(false);
        trail = trail with { SinceBlock = trail.SinceBlock ?? height };
        var isOverdue = DateTimeOffset.UtcNow - trail.Since >= _policy.After || height >= trail.SinceBlock + (ulong)_policy.AfterBlocks;

        var fees = await client.SuggestFeesAsync(cancellationToken).ConfigureAwait(false);
        var isOutgrown = FeePolicy.IsOutgrown(trail.Current.Transaction, fees);
        var handedIn = await HandInIfLostAsync(trail.Current, cancellationToken).ConfigureAwait(false);
        if (await client.GetNonceAsync(address, BlockTag.Pending, cancellationToken).ConfigureAwait(false) is var next && next < trail.Nonce)
        {
            if (!isOverdue || !await fillGap(next, cancellationToken).ConfigureAwait(false))
                return handedIn ?? Waits(trail, $"no node has a transaction of nonce {next}, which comes before it");
            return new TransactionSight(trail with { Since = DateTimeOffset.UtcNow, SinceBlock = height }, TransactionStage.GapFilled, null, $"Nonce {next}, whose transaction was lost, was filled: transaction {trail.Current.Hash} waited for it.");
        }

        if (!isOutgrown && (!isOverdue || !FeePolicy.MayHelp(trail.Current.Transaction, fees, _policy)))
            return handedIn ?? Waits(trail, isOverdue ? "its price should do" : "it is not due for a higher price");
        return await ReplaceAsync(trail, fees, height, onSigned, cancellationToken).ConfigureAwait(false);

        async Task<TransactionSight?> HandInIfLostAsync(SignedTransaction signed, CancellationToken cancel)
        {
            if (await client.IsTransactionKnownAsync(signed.Hash, cancel).ConfigureAwait(false))
                return null;
            var refusal = await OfferAsync(signed, cancel).ConfigureAwait(false);
            return new TransactionSight(
                trail,
                refusal is null ? TransactionStage.HandedInAgain : TransactionStage.Waiting,
                null,
                refusal is null ? $"Transaction {signed.Hash} was lost, and is handed in again." : $"Transaction {signed.Hash} was lost, and is not taken again: {refusal}");
        }
    }

    /// <summary>The receipt of whichever version is mined; the newest are looked for first.</summary>
    public static async Task<TransactionReceipt?> FindReceiptAsync(IEthereumClient client, TransactionTrail trail, CancellationToken cancellationToken)
    {
        foreach (var version in trail.Versions.Reverse())
        {
            if (await client.GetReceiptAsync(version.Hash, cancellationToken).ConfigureAwait(false) is { } receipt)
                return receipt;
        }

        return null;
    }

    private static TransactionSight Waits(TransactionTrail trail, string reason) =>
        new(trail, TransactionStage.Waiting, null, $"Transaction {trail.Current.Hash} is on its way: {reason}.");

    /// <summary>A node that does not know the receipt yet may still know that a transaction is mined: only what nobody knows has lost its nonce.</summary>
    private async Task<bool> IsSupersededAsync(TransactionTrail trail, CancellationToken cancellationToken)
    {
        foreach (var version in trail.Versions)
        {
            if (await client.IsTransactionKnownAsync(version.Hash, cancellationToken).ConfigureAwait(false))
                return false;
        }

        return true;
    }

    private async Task<TransactionSight> ReplaceAsync(
        TransactionTrail trail, FeeSuggestion fees, ulong height, Func<SignedTransaction, CancellationToken, Task>? onSigned, CancellationToken cancellationToken)
    {
        var old = trail.Current;
        if (FeePolicy.Raise(old.Transaction, fees, options, _policy) is not { } raised)
        {
            return new TransactionSight(
                trail,
                TransactionStage.AtCeiling,
                null,
                $"Transaction {old.Hash} offers {FeePolicy.PriceOf(old.Transaction)} wei a gas and is not mined, gas costs {fees.GasPrice}, and the ceiling of {options.FeeCeiling} forbids a dearer one: raise the ceiling, or wait until gas is cheaper.");
        }

        var dearer = sign(raised);
        if (onSigned is not null)
            await onSigned(dearer, cancellationToken).ConfigureAwait(false);

        // Whatever the node says of it, it may be mined from here on.
        var newer = new TransactionTrail(trail.Versions.Add(dearer), DateTimeOffset.UtcNow, height);
        var refusal = await OfferAsync(dearer, cancellationToken).ConfigureAwait(false);
        return refusal is null
            ? new TransactionSight(newer, TransactionStage.Replaced, null, $"Transaction {old.Hash} is replaced by {dearer.Hash}, which offers {FeePolicy.PriceOf(raised)} wei a gas.")
            : new TransactionSight(newer, TransactionStage.Waiting, null, $"Transaction {dearer.Hash}, to replace {old.Hash}, is not taken: {refusal}");
    }

    /// <summary>Null where the node has it afterwards; its words where it refuses.</summary>
    private async Task<string?> OfferAsync(SignedTransaction signed, CancellationToken cancellationToken)
    {
        try
        {
            await client.SendRawAsync(signed.Raw, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception error) when (error is RpcException or RpcTransportException)
        {
            return await client.IsTransactionKnownAsync(signed.Hash, cancellationToken).ConfigureAwait(false) ? null : error.Message;
        }
    }
}
