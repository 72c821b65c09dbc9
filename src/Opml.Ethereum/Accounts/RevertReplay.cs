using Opml.Ethereum.Abi;

namespace Opml.Ethereum.Accounts;

/// <summary>
/// A receipt does not say why its transaction reverted. The message is run again, as a call, on the state before its block and
/// then on the state after; transactions of the same block may have made the difference, so this is a likely reason, not a proven one.
/// </summary>
internal static class RevertReplay
{
    public static async Task<Revert> ExplainAsync(
        IEthereumClient client, PendingTransaction pending, Address sender, TransactionReceipt receipt, CancellationToken cancellationToken)
    {
        var transaction = pending.Signed.Transaction;
        if (receipt.GasUsed == transaction.GasLimit)
            return new Revert([], null, null, $"failed and used all its gas, {receipt.GasUsed}: most likely it ran out");

        var call = new CallRequest
        {
            From = sender,
            To = transaction.To,
            Data = transaction.Data.ToArray(),
            Value = transaction.Value,
            Gas = transaction.GasLimit,
        };
        foreach (var block in new BlockTag[] { Math.Max(receipt.BlockNumber, 1) - 1, receipt.BlockNumber })
        {
            try
            {
                await client.CallAsync(call, block, cancellationToken).ConfigureAwait(false);
            }
            catch (RevertException error)
            {
                return Revert.Decode(error.Revert.Data, pending.Request.Abi);
            }
            catch (EthereumException)
            {
                // The node keeps no state that old, or cannot run it: the next one may do.
            }
        }

        return new Revert([], null, null, "reverted, and does not when it is run again: the reason is not known");
    }
}
