using Opml.Mips.Memory;

namespace Opml.Mips.State;

/// <summary>All of the machine's state but its memory.</summary>
public sealed class CpuState
{
    /// <summary>Address of the instruction that the next step executes.</summary>
    public uint Pc { get; set; }

    /// <summary>Address of the instruction after it; other than <see cref="Pc"/> + 4 inside a delay slot.</summary>
    public uint NextPc { get; set; } = 4;

    /// <summary>Low word of the multiply and divide unit.</summary>
    public uint Lo { get; set; }

    /// <summary>High word of the multiply and divide unit.</summary>
    public uint Hi { get; set; }

    /// <summary>Next address that mmap without a hint hands out.</summary>
    public uint Heap { get; set; } = MemoryMap.Heap;

    /// <summary>Whether the guest runs, and how it ended.</summary>
    public MachineStatus Status { get; set; } = MachineStatus.Running;

    /// <summary>The guest's exit code modulo 256; 0 until it exits.</summary>
    public byte ExitCode { get; set; }

    /// <summary>Steps executed so far, modulo 2^64, the one that exited or trapped included.</summary>
    public ulong Step { get; set; }

    /// <summary>General registers 0 to 31.</summary>
    public uint[] Registers { get; } = new uint[32];

    /// <summary>A copy that shares nothing.</summary>
    public CpuState Clone()
    {
        var copy = new CpuState
        {
            Pc = Pc,
            NextPc = NextPc,
            Lo = Lo,
            Hi = Hi,
            Heap = Heap,
            Status = Status,
            ExitCode = ExitCode,
            Step = Step,
        };
        Registers.CopyTo(copy.Registers, 0);
        return copy;
    }
}
