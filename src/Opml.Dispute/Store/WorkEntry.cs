namespace Opml.Dispute.Store;

/// <summary>Work in the queue.</summary>
/// <param name="Subject">What it is about.</param>
/// <param name="Deadline">Until when, in seconds of the chain's clock.</param>
/// <param name="Owner">The process that has it, as machine:process:number; null where it waits for one.</param>
/// <param name="Until">When the lease ends, by the store's clock; null where nobody has it.</param>
public sealed record WorkEntry(string Subject, ulong Deadline, string? Owner, DateTimeOffset? Until);
