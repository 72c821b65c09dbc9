namespace Opml.Dispute.Players;

/// <summary>A program was run.</summary>
/// <param name="RequestId">On this request's input.</param>
/// <param name="Steps">The steps that it took.</param>
/// <param name="Elapsed">How long that took, hashing of the last state included.</param>
public sealed record RunReport(ulong RequestId, ulong Steps, TimeSpan Elapsed);
