using System.Numerics;
using Opml.Dispute.Contracts.Oracle.Events;

namespace Opml.Dispute.Contracts.Oracle;

/// <summary>
/// Follows an oracle's requests by its events, and says what there is to deliver. It needs nothing but the chain: a new
/// one finds the same. Not safe for several threads at once.
/// </summary>
/// <param name="contract">The oracle.</param>
/// <param name="fromBlock">A block no later than the first request to look after; the oracle's own, best of all.</param>
public sealed class OracleDelivery(OracleContract contract, ulong fromBlock)
{
    private readonly SortedSet<ulong> _open = [];
    private ulong? _next;

    /// <summary>The oracle.</summary>
    public OracleContract Contract { get; } = contract;

    /// <summary>Requests that are neither settled nor taken back, as of the last <see cref="FindAsync"/>.</summary>
    public IReadOnlyCollection<ulong> Open => _open;

    /// <summary>
    /// What can be delivered now, lowest request first. Retries of callbacks that failed are left out: they are paid only when
    /// they settle, and then they are here.
    /// </summary>
    /// <param name="smallestDeposit">Leaves out what would pay less, in wei.</param>
    /// <param name="cancellationToken">Cancels the questions.</param>
    /// <remarks>
    /// Events of the newest blocks are read again the next time, so that a reorganisation of up to 64 blocks loses nothing;
    /// whether something is due is the contract's own word each time.
    /// </remarks>
    public async Task<IReadOnlyList<OracleDeliverable>> FindAsync(
        BigInteger smallestDeposit = default, CancellationToken cancellationToken = default)
    {
        const ulong unsettled = 64;
        var head = await Contract.Client.GetBlockNumberAsync(cancellationToken).ConfigureAwait(false);
        if (head >= (_next ?? fromBlock))
        {
            foreach (var item in await Contract.GetEventsAsync(_next ?? fromBlock, head, cancellationToken).ConfigureAwait(false))
                if (item is AICallbackRequest request) _open.Add(request.RequestId);
            _next = Math.Max(fromBlock, head > unsettled ? head - unsettled : 0);
        }

        var found = new List<OracleDeliverable>();
        foreach (var requestId in _open.ToArray())
        {
            var due = await Contract.GetDutyAsync(requestId, cancellationToken).ConfigureAwait(false);
            if (due.Duty == OracleDuty.Nothing)
            {
                var stage = (await Contract.GetEntryAsync(requestId, cancellationToken).ConfigureAwait(false)).Stage;
                if (stage != OracleStage.Waiting) _open.Remove(requestId);
            }
            else if (due.Duty == OracleDuty.Retry && due.Deposit.IsZero)
            {
                var stage = (await Contract.GetEntryAsync(requestId, cancellationToken).ConfigureAwait(false)).Stage;
                if (stage == OracleStage.Settled) _open.Remove(requestId);
            }
            else if (due.Deposit >= smallestDeposit)
            {
                found.Add(new OracleDeliverable(requestId, due.Duty, due.Deposit));
            }
        }

        return [.. found];
    }
}
