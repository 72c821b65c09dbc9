using System.Numerics;

namespace Opml.Dispute.Contracts.Oracle;

/// <summary>
/// Follows an oracle's requests by its events, and says what there is to deliver. It needs nothing but the chain: a new
/// one finds the same. Not safe for several threads at once.
/// </summary>
/// <param name="contract">The oracle.</param>
/// <param name="fromBlock">A block no later than the first request to look after; the oracle's own, best of all.</param>
public sealed class OracleDelivery(OracleContract contract, ulong fromBlock)
{
    // Nodes refuse larger ranges, most of them.
    private const ulong BlocksAtOnce = 2000;
    private const ulong Unsettled = 64;
    private readonly SortedSet<ulong> _open = [];
    private readonly Dictionary<ulong, ulong> _done = [];
    private ulong _next = fromBlock;

    /// <summary>The oracle.</summary>
    public OracleContract Contract { get; } = contract;

    /// <summary>Requests that are neither settled nor taken back, as of the last <see cref="FindAsync"/>.</summary>
    public IReadOnlyCollection<ulong> Open => [.. _open.Where(requestId => !_done.ContainsKey(requestId))];

    /// <summary>
    /// What can be delivered now, lowest request first. Retries of callbacks that failed are left out: they are paid only when
    /// they settle, and then they are here.
    /// </summary>
    /// <param name="smallestDeposit">Leaves out what would pay less, in wei.</param>
    /// <param name="cancellationToken">Cancels the questions.</param>
    /// <remarks>
    /// Events of the newest blocks are read again the next time, and what is settled is looked at for 64 blocks more, so that
    /// a reorganisation of so many loses nothing; whether something is due is the contract's own word each time.
    /// </remarks>
    public async Task<IReadOnlyList<OracleDeliverable>> FindAsync(
        BigInteger smallestDeposit = default, CancellationToken cancellationToken = default)
    {
        var head = await FollowAsync(cancellationToken).ConfigureAwait(false);
        var found = new List<OracleDeliverable>();
        foreach (var requestId in _open.ToArray())
        {
            var due = await Contract.GetDutyAsync(requestId, cancellationToken).ConfigureAwait(false);
            var paid = due.Duty != OracleDuty.Nothing && (due.Duty != OracleDuty.Retry || !due.Deposit.IsZero);
            if (paid && due.Deposit >= smallestDeposit) found.Add(new OracleDeliverable(requestId, due.Duty, due.Deposit));
            if (paid) _done.Remove(requestId);
            else await CloseAsync(requestId, head, cancellationToken).ConfigureAwait(false);
        }

        return [.. found];
    }

    /// <summary>Lets go of a request that is settled or gone, once that has been so for a while.</summary>
    private async Task CloseAsync(ulong requestId, ulong head, CancellationToken cancellationToken)
    {
        var entry = await Contract.GetEntryAsync(requestId, cancellationToken).ConfigureAwait(false);
        if (entry.Stage == OracleStage.Waiting)
        {
            _done.Remove(requestId);
        }
        else if (!_done.TryAdd(requestId, head) && head > _done[requestId] + Unsettled)
        {
            _open.Remove(requestId);
            _done.Remove(requestId);
        }
    }

    private async Task<ulong> FollowAsync(CancellationToken cancellationToken)
    {
        var head = await Contract.Client.GetBlockNumberAsync(cancellationToken).ConfigureAwait(false);
        for (var from = _next; from <= head; from += BlocksAtOnce)
        {
            var to = Math.Min(from + BlocksAtOnce - 1, head);
            foreach (var request in await Contract.GetRequestsAsync(from, to, cancellationToken).ConfigureAwait(false))
                _open.Add(request.RequestId);
        }

        _next = Math.Max(_next, head > Unsettled ? head - Unsettled : 0);
        return head;
    }
}
