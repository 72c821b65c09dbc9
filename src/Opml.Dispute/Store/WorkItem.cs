namespace Opml.Dispute.Store;

/// <summary>Work to be done.</summary>
/// <param name="Subject">What it is about: all work on one subject is one process's.</param>
/// <param name="Deadline">Until when, in seconds of the chain's clock.</param>
/// <param name="IsUrgent">Whether a clock runs or it is quickly done, so that a process takes it however much it has to do.</param>
public sealed record WorkItem(string Subject, ulong Deadline, bool IsUrgent);
