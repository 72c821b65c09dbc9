using Opml.Mips.Execution;
using Opml.Mips.Execution.Translated;

namespace Opml.Dispute.Players.Faults;

/// <summary>A lie, or a failure, that a player is told to commit. A parameter of the honest player, not another program.</summary>
public sealed record Fault
{
    /// <summary>An honest player.</summary>
    public static Fault None { get; } = new();

    /// <summary>What goes wrong.</summary>
    public FaultKind Kind { get; init; }

    /// <summary>
    /// The step after which a register or memory word is flipped (1 is the first step; past the end it is the last);
    /// for <see cref="FaultKind.StepCount"/> the number of steps that is claimed. Null: the middle of the run, and half as
    /// many steps again.
    /// </summary>
    public ulong? Step { get; init; }

    /// <summary>The round, from 1, in which garbage or silence begins.</summary>
    public int Round { get; init; } = 1;

    /// <summary>The register whose lowest bit is flipped: $k0 unless named, which programs do not use, so that the lie lasts.</summary>
    public int Register { get; init; } = 26;

    /// <summary>Address of the memory word whose lowest bit is flipped; the word behind the output unless named.</summary>
    public uint Address { get; init; } = Mips.Memory.MemoryMap.Output + 0x1000;

    /// <summary>
    /// Whether the states of the player's run are false. Garbage, silence and lateness come with a false output: nobody
    /// would challenge a true one.
    /// </summary>
    public bool ChangesRun => Kind is not (FaultKind.None or FaultKind.StepCount);

    /// <summary>A machine at the start of a false run: its engine commits the fault.</summary>
    /// <param name="load">Makes the machine, on an engine.</param>
    /// <param name="length">Steps of the true run.</param>
    /// <exception cref="InvalidOperationException">The fault does not change the run.</exception>
    public Machine Load(Func<IExecutionEngine?, Machine> load, ulong length)
    {
        ArgumentNullException.ThrowIfNull(load);
        ArgumentOutOfRangeException.ThrowIfZero(length);
        if (!ChangesRun) throw new InvalidOperationException($"A fault of kind {Kind} does not change the run.");
        bool anywhere = Kind is FaultKind.Register or FaultKind.Memory;
        ulong step = anywhere ? Math.Clamp(Step ?? length / 2, 1, length) : length;
        return load(new FaultyEngine(TranslatedEngine.Instance, this, step));
    }
}
