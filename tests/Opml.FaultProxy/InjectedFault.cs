namespace Opml.FaultProxy;

/// <summary>A fault that happened.</summary>
/// <param name="Number">Which question it was, from 1.</param>
/// <param name="Time">When it came.</param>
/// <param name="Method">Its method; "batch" for several in one.</param>
/// <param name="Kind">What went wrong.</param>
public sealed record InjectedFault(long Number, DateTimeOffset Time, string Method, FaultKind Kind);
