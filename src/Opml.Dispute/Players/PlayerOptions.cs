using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Players.Faults;
using Opml.Mips.Trace;

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

    /// <summary>The memory and disk that states of all kept runs may take. Its warnings go to <see cref="Log"/> unless it has a listener of its own.</summary>
    public SnapshotOptions Snapshots { get; init; } = new();

    /// <summary>
    /// Requests without a running clock that one process takes at a time, at least 1, where several are one player: each runs one after the
    /// other, so that more than two only keep work from the others.
    /// </summary>
    public int RequestsAtOnce { get; init; } = 2;

    /// <summary>
    /// Whether the player ends where memory runs out, as suits one that plays a single game with nothing at stake. Otherwise it tries
    /// again later, as with anything that fails.
    /// </summary>
    public bool EndsWithoutMemory { get; init; }

    /// <summary>How the player is to cheat or fail.</summary>
    public Fault Fault { get; init; } = Fault.None;

    /// <summary>
    /// Whether new results or challenges are made on a model's terms; on any unless set. Unlike <see cref="Accepts"/> it leaves what was begun
    /// before to be played to its end.
    /// </summary>
    public Func<UndertakingKind, Model, bool>? Takes { get; init; }

    /// <summary>
    /// Asked before a run that is to end in a bond, and again before the bond is paid; answers with the reason why not, and the player
    /// asks again later. Everything is admitted unless set. Moves of games in play are never asked about. From any thread.
    /// </summary>
    public Func<Undertaking, CancellationToken, Task<string?>>? Admits { get; init; }

    /// <summary>Told after each look at the chain how things stand; on the player's own loop, so it must return at once.</summary>
    public Action<PlayerStatus>? Looked { get; init; }

    /// <summary>Told each event of the contract that was not seen before, in the chain's order; must return at once.</summary>
    public Action<OpmlEvent>? Happened { get; init; }

    /// <summary>Told of each run of a program; from any thread.</summary>
    public Action<RunReport>? Ran { get; init; }

    /// <summary>Told in a sentence what the player does and why; from any thread.</summary>
    public Action<string>? Log { get; init; }
}
