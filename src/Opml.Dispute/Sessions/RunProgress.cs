namespace Opml.Dispute.Sessions;

/// <summary>How far a run is.</summary>
/// <param name="Steps">Steps that were made.</param>
/// <param name="HasEnded">Whether that was all.</param>
public readonly record struct RunProgress(ulong Steps, bool HasEnded);
