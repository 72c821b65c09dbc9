using Opml.Mips.Memory;

namespace Opml.Mips.Execution.Reference;

/// <summary>An address space as the step function takes it.</summary>
internal readonly struct DirectMemory(AddressSpace memory) : IStepMemory
{
    public uint ReadInstruction(uint pc) => memory.ReadWord(pc);

    public uint ReadData(uint address) => memory.ReadWord(address);

    public void WriteData(uint address, uint word) => memory.WriteWord(address, word);
}
