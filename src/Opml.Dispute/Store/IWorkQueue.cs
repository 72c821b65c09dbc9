using System.Collections.Immutable;

namespace Opml.Dispute.Store;

/// <summary>
/// One queue of work for all processes that are one player. A process holds what it works on under a lease, which it renews by asking
/// again; what a process held that was killed goes to another when the lease ends. Time is the store's own, never a process's clock.
/// </summary>
public interface IWorkQueue
{
    /// <summary>How long a lease lasts without being renewed; ask at least three times as often. Zero where leases do not end.</summary>
    TimeSpan Lease { get; }

    /// <summary>
    /// Offers what is due, takes of it what this process is to do, renews what it holds, and gives back what is
    /// neither due nor kept.
    /// </summary>
    /// <param name="due">What this process sees to be done, the most pressing first.</param>
    /// <param name="kept">Subjects that it goes on holding, if it does, though nothing is due on them now.</param>
    /// <param name="room">How many subjects it takes on top of those that it holds; urgent ones do not count.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The subjects that it holds now.</returns>
    Task<IReadOnlySet<string>> ClaimAsync(
        IReadOnlyList<WorkItem> due, IReadOnlyCollection<string> kept, int room, CancellationToken cancellationToken = default);

    /// <summary>What is in the queue, the most pressing first.</summary>
    Task<ImmutableArray<WorkEntry>> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Gives back everything that this process holds: it is about to end.</summary>
    Task LeaveAsync(CancellationToken cancellationToken = default);
}
