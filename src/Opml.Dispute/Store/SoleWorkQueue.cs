using System.Collections.Immutable;

namespace Opml.Dispute.Store;

/// <summary>The queue of a player that is one process: it does everything itself.</summary>
internal sealed class SoleWorkQueue : IWorkQueue
{
    private static readonly string s_owner = $"{Environment.MachineName}:{Environment.ProcessId}:0";

    private volatile IReadOnlyList<WorkItem> _due = [];

    /// <inheritdoc/>
    public TimeSpan Lease => TimeSpan.Zero;

    /// <inheritdoc/>
    public Task<IReadOnlySet<string>> ClaimAsync(
        IReadOnlyList<WorkItem> due, IReadOnlyCollection<string> kept, int room, CancellationToken cancellationToken = default)
    {
        _due = due;
        return Task.FromResult<IReadOnlySet<string>>(due.Select(item => item.Subject).Concat(kept).ToHashSet());
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<WorkEntry>> ReadAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<ImmutableArray<WorkEntry>>([.. _due.OrderBy(item => item.Deadline).Select(item => new WorkEntry(item.Subject, item.Deadline, s_owner, null))]);

    /// <inheritdoc/>
    public Task LeaveAsync(CancellationToken cancellationToken = default)
    {
        _due = [];
        return Task.CompletedTask;
    }
}
