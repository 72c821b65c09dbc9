using Opml.Mips.State;

namespace Opml.Mips.Execution.Translated;

/// <summary>The registers while an engine runs, at fixed offsets, and what translated code tells of its way out.</summary>
internal unsafe struct GuestRegisters
{
    /// <summary>Index where writes to register 0 go.</summary>
    public const int Sink = 32;

    /// <summary>Index of lo.</summary>
    public const int Lo = 33;

    /// <summary>Index of hi.</summary>
    public const int Hi = 34;

    /// <summary>Index of the address at which an indirect jump left translated code.</summary>
    public const int Target = 35;

    /// <summary>Words here.</summary>
    public const int Count = 36;

    public fixed uint Words[Count];

    /// <summary>Steps still allowed.</summary>
    public long Budget;

    public uint Pc;

    public uint NextPc;

    public void Load(CpuState state)
    {
        state.Registers.CopyTo(All());
        Words[Lo] = state.Lo;
        Words[Hi] = state.Hi;
        Pc = state.Pc;
        NextPc = state.NextPc;
    }

    public void Store(CpuState state)
    {
        All()[..32].CopyTo(state.Registers);
        state.Lo = Words[Lo];
        state.Hi = Words[Hi];
        state.Pc = Pc;
        state.NextPc = NextPc;
    }

    private Span<uint> All()
    {
        fixed (uint* words = Words) return new Span<uint>(words, Count);
    }
}
