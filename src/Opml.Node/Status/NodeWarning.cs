namespace Opml.Node.Status;

/// <summary>Something that needs the operator, as long as it lasts.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Subject">Of which game, request, endpoint or file; empty for the node as a whole.</param>
/// <param name="Message">A sentence.</param>
/// <param name="Since">Since when.</param>
public sealed record NodeWarning(NodeWarningKind Kind, string Subject, string Message, DateTimeOffset Since);
