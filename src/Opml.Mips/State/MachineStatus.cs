namespace Opml.Mips.State;

/// <summary>Byte 52 of a witness, and the first byte of a state hash. Values outside this list step to themselves.</summary>
public enum MachineStatus : byte
{
    /// <summary>The guest exited with code 0.</summary>
    Succeeded = 0,

    /// <summary>The guest exited with another code.</summary>
    Failed = 1,

    /// <summary>The run ended in an instruction that the machine does not execute.</summary>
    Trapped = 2,

    /// <summary>There are steps to come.</summary>
    Running = 3,
}
