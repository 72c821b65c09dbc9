using Opml.Node.Status;

namespace Opml.Node.Limits;

/// <summary>Why something is not begun.</summary>
/// <param name="Kind">What is missing.</param>
/// <param name="Reason">A sentence with the figures.</param>
internal sealed record Refusal(NodeWarningKind Kind, string Reason);
