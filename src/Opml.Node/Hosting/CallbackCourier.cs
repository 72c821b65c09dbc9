using System.Collections.Concurrent;
using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Oracle;
using Opml.Dispute.Contracts.Oracle.Events;
using Opml.Ethereum;
using Opml.Node.Configuration;
using Opml.Node.Connection;

namespace Opml.Node.Hosting;

/// <summary>
/// Delivers an oracle's callbacks that pay for their gas, and takes home what they paid. It keeps nothing: what is due is the contract's
/// word, and a delivery that was made is due no more.
/// </summary>
internal sealed class CallbackCourier(Seat seat, Address oracle, NodeOptions options, Action<string> tell)
{
    // What a delivery costs besides the callback itself, and what a withdrawal costs, about.
    private const int DeliveryGas = 80_000;
    private const int WithdrawalGas = 60_000;

    private readonly OracleAccount _account = new(new OracleContract(seat.Client, oracle), seat.Sender);
    private readonly ConcurrentDictionary<ulong, (int Failures, long Until)> _resting = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var delivery = new OracleDelivery(_account.Contract, options.FromBlock);
        ulong? looked = null;
        for (int failures = 0; ;)
        {
            TimeSpan pause = options.PollInterval;
            try
            {
                // Each open request is a question to the chain: they are asked once a block, and again where something is to be tried again.
                ulong height = await seat.Client.GetBlockNumberAsync(cancellationToken).ConfigureAwait(false);
                if (height != looked || !_resting.IsEmpty)
                {
                    await LookAsync(delivery, cancellationToken).ConfigureAwait(false);
                    looked = height;
                }
                failures = 0;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // Whatever it is: the games go on without callbacks, and those are tried again.
                looked = null;
                pause = Backoff.After(failures++);
                tell($"cannot look after the oracle, next try in {pause.TotalSeconds:0.#} s: {exception.Message}");
            }
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task LookAsync(OracleDelivery delivery, CancellationToken cancellationToken)
    {
        FeeSuggestion fees = await seat.Client.SuggestFeesAsync(cancellationToken).ConfigureAwait(false);
        BigInteger price = fees.BaseFee is { } baseFee ? baseFee + fees.PriorityFee : fees.GasPrice;
        if (options.Limits.MaxFeePerGas is { } most && price > most) return;
        IReadOnlyList<OracleDeliverable> found = await delivery.FindAsync(price * DeliveryGas, cancellationToken).ConfigureAwait(false);
        foreach (ulong over in _resting.Keys.Except(found.Select(due => due.RequestId))) _resting.TryRemove(over, out _);
        foreach (OracleDeliverable due in found)
        {
            if (_resting.TryGetValue(due.RequestId, out var rest) && Environment.TickCount64 < rest.Until) continue;
            await DeliverAsync(due.RequestId, cancellationToken).ConfigureAwait(false);
        }
        if (await _account.Contract.GetBalanceAsync(_account.Address, cancellationToken).ConfigureAwait(false) > price * WithdrawalGas)
            await _account.WithdrawAsync(_account.Address, cancellationToken).ConfigureAwait(false);
    }

    private async Task DeliverAsync(ulong requestId, CancellationToken cancellationToken)
    {
        try
        {
            Sent<Delivered> sent = await _account.DeliverAsync(requestId, cancellationToken).ConfigureAwait(false);
            _resting.TryRemove(requestId, out _);
            tell($"delivers the callback of request {requestId}, in transaction {sent.Receipt.TransactionHash}");
        }
        catch (EthereumException exception) when (!cancellationToken.IsCancellationRequested)
        {
            int failures = _resting.GetValueOrDefault(requestId).Failures + 1;
            TimeSpan pause = Backoff.After(failures);
            _resting[requestId] = (failures, Environment.TickCount64 + (long)pause.TotalMilliseconds);
            tell($"could not deliver the callback of request {requestId}, next try in {pause.TotalSeconds:0.#} s: {exception.Message}");
        }
    }
}
