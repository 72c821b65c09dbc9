using System.Diagnostics;

namespace Opml.Ethereum.Accounts;

/// <summary>Looks for a receipt: at once, then after pauses that grow to the longest one allowed.</summary>
internal static class ReceiptPoll
{
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(4);

    public static async Task<TransactionReceipt> WaitAsync(
        IEthereumClient client, PendingTransaction pending, TransactionSenderOptions options, TransactionSender sender, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var lastLook = start;
        var trail = TransactionTrail.Of(pending.Signed);
        var words = "";
        for (var pause = s_first; ; pause = Min(pause * 1.5, options.MaxPollInterval))
        {
            var receipt = await TransactionTender.FindReceiptAsync(client, trail, cancellationToken).ConfigureAwait(false);
            if (receipt is not null && await IsDeepEnoughAsync(client, receipt, options.Confirmations, cancellationToken).ConfigureAwait(false))
                return receipt;

            if (receipt is null && options.Replacement is { } policy && trail.Current.Sender == sender.Address && Stopwatch.GetElapsedTime(lastLook) >= policy.LookEvery)
            {
                lastLook = Stopwatch.GetTimestamp();
                var sight = await sender.TendAsync(trail, pending.Request.OnSigned, cancellationToken).ConfigureAwait(false);
                (trail, words) = (sight.Trail, sight.Words);
                if (sight.Stage == TransactionStage.Superseded)
                    throw new TransactionSupersededException(trail.Current.Hash, trail.Nonce);
            }

            if (Stopwatch.GetElapsedTime(start) + pause > options.ReceiptTimeout)
                throw new ReceiptTimeoutException(trail.Current.Hash, options.ReceiptTimeout, words);
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<bool> IsDeepEnoughAsync(
        IEthereumClient client, TransactionReceipt receipt, int confirmations, CancellationToken cancellationToken) =>
        confirmations <= 1
        || await client.GetBlockNumberAsync(cancellationToken).ConfigureAwait(false) >= receipt.BlockNumber + (ulong)confirmations - 1;

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
