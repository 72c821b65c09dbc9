using Opml.Dispute.Players.Faults;

namespace Opml.Dispute.Players;

/// <summary>How a player plays.</summary>
public sealed record PlayerOptions
{
    /// <summary>The block to look for events from, when the player's file is new.</summary>
    public ulong FromBlock { get; init; }

    /// <summary>Pause between two looks at the chain when there was nothing to do.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How the player is to cheat or fail.</summary>
    public Fault Fault { get; init; } = Fault.None;

    /// <summary>Told in a sentence what the player does and why; from the player's own thread.</summary>
    public Action<string>? Log { get; init; }
}
