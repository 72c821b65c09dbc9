namespace Opml.Mips.Insight;

/// <summary>How much of a machine is wanted to be seen.</summary>
public sealed record MachineViewOptions
{
    /// <summary>Instructions shown before the pc, and as many after it.</summary>
    public int Context { get; init; } = 5;

    /// <summary>Names of the registers; all where empty.</summary>
    public IReadOnlyList<string> Registers { get; init; } = [];

    /// <summary>Slices of memory.</summary>
    public IReadOnlyList<MemoryRequest> Memory { get; init; } = [];

    /// <summary>Whether the view carries state hash, memory root and witness, for which changed memory is hashed.</summary>
    public bool WithWitness { get; init; }
}
