using Opml.Dispute.Store;

namespace Opml.Dispute.Players;

/// <summary>
/// One process's share of a player's duties. Those about one request go together, for the process that has its run at hand. Used from
/// the player's own loop alone.
/// </summary>
internal sealed class WorkShare
{
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(2);

    private readonly IWorkQueue _queue;
    private readonly int _atOnce;
    private IReadOnlySet<string> _held = new HashSet<string>();

    public WorkShare(IWorkQueue queue, PlayerOptions options)
    {
        if (queue.Lease > TimeSpan.Zero && options.PollInterval * 3 > queue.Lease)
        {
            throw new ArgumentException(
                $"A player that looks at the chain every {options.PollInterval.TotalSeconds:0.###} s cannot keep leases of {queue.Lease.TotalSeconds:0.###} s: set PollInterval to a third of that or less.",
                nameof(options));
        }
        _queue = queue;
        _atOnce = options.RequestsAtOnce;
    }

    /// <summary>Leaves the duties that are this process's.</summary>
    /// <param name="duties">All that is to be done; those of other processes are taken out.</param>
    /// <param name="inPlay">Requests with a game in play: however much there is to do, their clocks run.</param>
    /// <param name="kept">Requests to hold on to, with or without a duty.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Requests that this process works on.</returns>
    public async Task<HashSet<ulong>> ClaimAsync(
        List<Duty> duties, IReadOnlySet<ulong> inPlay, IEnumerable<ulong> kept, CancellationToken cancellationToken)
    {
        WorkItem[] due = [.. duties
            .GroupBy(Subject)
            .Select(group => new WorkItem(group.Key, group.Min(duty => duty.Deadline), group.Any(duty => duty.Request == 0 || inPlay.Contains(duty.Request))))
            .OrderBy(item => item.Deadline)];
        Dictionary<string, ulong> keptSubjects = kept.Distinct().ToDictionary(Subject);
        int room = Math.Max(0, _atOnce - due.Count(item => !item.IsUrgent && _held.Contains(item.Subject)));
        _held = await _queue.ClaimAsync(due, keptSubjects.Keys, room, cancellationToken).ConfigureAwait(false);
        duties.RemoveAll(duty => !_held.Contains(Subject(duty)));
        return [.. duties.Select(duty => duty.Request), .. keptSubjects.Where(pair => _held.Contains(pair.Key)).Select(pair => pair.Value)];
    }

    /// <summary>Gives everything back, for others to take at once. Where the store does not answer, the leases end by themselves.</summary>
    public async Task LeaveAsync()
    {
        using var hurry = new CancellationTokenSource(s_farewell);
        await _queue.LeaveAsync(hurry.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static string Subject(Duty duty) => duty.Request == 0 ? duty.Key : Subject(duty.Request);

    private static string Subject(ulong request) => $"request {request}";
}
