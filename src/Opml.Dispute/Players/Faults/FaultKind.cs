namespace Opml.Dispute.Players.Faults;

/// <summary>The ways in which a player can be made to cheat or to fail, for rehearsals and tests.</summary>
public enum FaultKind
{
    /// <summary>None: an honest player.</summary>
    None,

    /// <summary>One bit of a register is flipped after a step, and the run goes on from there.</summary>
    Register,

    /// <summary>One bit of a memory word is flipped after a step, and the run goes on from there.</summary>
    Memory,

    /// <summary>The output is changed after the last step.</summary>
    Output,

    /// <summary>The run is claimed to have taken more or fewer steps than it did.</summary>
    StepCount,

    /// <summary>From a round on, the hashes posted belong to no state.</summary>
    Garbage,

    /// <summary>From a round on, the answer comes when the clock is spent.</summary>
    Lateness,

    /// <summary>From a round on, there is no answer.</summary>
    Silence,
}
