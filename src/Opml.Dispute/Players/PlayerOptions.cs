using Opml.Dispute.Contracts;
using Opml.Dispute.Players.Faults;

namespace Opml.Dispute.Players;

/// <summary>How a player plays.</summary>
public sealed record PlayerOptions
{
    /// <summary>The block to look for events from, when the player's store is new: the contract's own, or an earlier one.</summary>
    public ulong FromBlock { get; init; }

    /// <summary>Pause between two looks at the chain when there was nothing to do.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// On which terms the player works, of the registered models that are made of its files; on any unless set. Anyone can
    /// register the same files on other terms: with a step limit that takes days to reach, or a clock too short for it.
    /// </summary>
    public Predicate<Model>? Accepts { get; init; }

    /// <summary>Runs that are kept in memory for later questions, at least 1. More under way at a time may come on top.</summary>
    public int KeptRuns { get; init; } = 4;

    /// <summary>
    /// Requests without a running clock that one process takes at a time, at least 1, where several are one player: each runs one after the
    /// other, so that more than two only keep work from the others.
    /// </summary>
    public int RequestsAtOnce { get; init; } = 2;

    /// <summary>How the player is to cheat or fail.</summary>
    public Fault Fault { get; init; } = Fault.None;

    /// <summary>Told in a sentence what the player does and why; from any thread.</summary>
    public Action<string>? Log { get; init; }
}
