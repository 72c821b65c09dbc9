namespace Opml.Mips.Execution.Reference;

/// <summary>The memory as one step sees it: an instruction word and at most one data word.</summary>
internal interface IStepMemory
{
    /// <summary>The word at an address that is a multiple of four.</summary>
    uint ReadInstruction(uint pc);

    /// <summary>The data word that holds the address.</summary>
    uint ReadData(uint address);

    /// <summary>Replaces the data word that holds the address. Comes after <see cref="ReadData"/> of the same word.</summary>
    void WriteData(uint address, uint word);
}
