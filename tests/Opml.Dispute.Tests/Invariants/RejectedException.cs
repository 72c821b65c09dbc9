namespace Opml.Dispute.Tests.Invariants;

/// <summary>The contract refuses a move with this error; nothing has changed.</summary>
public sealed class RejectedException(string error) : Exception($"The contract refuses this with {error}.")
{
    public string Error { get; } = error;
}
