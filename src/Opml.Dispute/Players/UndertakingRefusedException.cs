namespace Opml.Dispute.Players;

/// <summary>The operator's limits forbid an undertaking for now; the message says why.</summary>
public sealed class UndertakingRefusedException(string reason) : Exception(reason);
