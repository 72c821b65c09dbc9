using System.Buffers.Binary;
using Opml.Mips.Execution;
using Opml.Mips.Memory;
using Opml.Mips.Tests.Cases;

namespace Opml.Mips.Tests.World;

/// <summary>
/// A program that executes single instructions one after another and notes what each did: rs, rt and rd ($t0, $t1, $t2), the path taken
/// ($t3), $ra, hi, lo and three words of memory. At its end it writes all notes to standard output and exits with 0.
/// </summary>
internal sealed class ProbeProgram
{
    public const uint Start = 0x10_0000;
    public const int NoteSize = 40;

    private const uint Scratch = 0x60_0000;
    private const uint Notes = 0x61_0000;
    private const uint Sc = 0x38;
    private const int V0 = 2, A0 = 4, A1 = 5, A2 = 6, T0 = 8, T1 = 9, T2 = 10, T3 = 11, S0 = 16, S1 = 17, T9 = 25, Ra = 31;

    private readonly List<uint> _code = [];

    public ProbeProgram()
    {
        Load(S0, Notes);
        Load(S1, Scratch);
    }

    /// <summary>What is executed, a name for each.</summary>
    public List<string> Names { get; } = [];

    /// <summary>Bytes that the program writes.</summary>
    public int OutputSize => Names.Count * NoteSize;

    /// <summary>Adds an instruction with its operands' values.</summary>
    public void Add(InstructionForm form, uint rs, uint rt, uint rd, ulong hiLo)
    {
        bool access = form.Group is "load" or "store";
        uint operands = (uint)T0 << 21 | (uint)T1 << 16 | (uint)T2 << 11;
        if ((form.Free & 0xffff) == 0xffff) operands = (operands & 0xffff_0000) | (form.Group == "branch" ? 3 : rt & 0xffff);
        if (form.Group == "shift" && form.Name.Length == 3) operands |= (rs & 31) << 6;
        if (access)
        {
            // Within the three words, at the alignment that the instruction asks for.
            uint align = form.Name is "lw" or "ll" or "sw" or "sc" ? 4u : form.Name is "lh" or "lhu" or "sh" ? 2u : 1u;
            operands = (operands & 0xffff_0000) | ((rs % 12 & ~(align - 1)) - 4 & 0xffff);
            rs = Scratch + 4;
        }
        if (form.Group == "jump")
        {
            uint landing = Start + 4 * ((uint)_code.Count + Before + 4);
            operands = form.Name is "j" or "jal" ? landing >> 2 : operands;
            rs = landing;
        }
        uint word = form.Fixed | (operands & form.Free);
        Names.Add($"{form.Name} (0x{word:x8}) with rs 0x{rs:x8}, rt 0x{rt:x8}, rd 0x{rd:x8}, hi and lo 0x{hiLo:x16}");

        int at = _code.Count;
        for (uint i = 0; i < 3; i++)
        {
            Load(T9, 0x8182_8384 + 0x0404_0404 * i);
            Store(T9, S1, 4 * i);
        }
        Load(T9, (uint)(hiLo >> 32));
        _code.Add(0x0320_0011); // mthi $t9
        Load(T9, (uint)hiLo);
        _code.Add(0x0320_0013); // mtlo $t9
        Load(T0, rs);
        Load(T1, rt);
        Load(T2, rd);
        Load(T3, 0);
        Load(Ra, 0x0bad_cafe);
        // A store conditional succeeds on hardware after a load linked only.
        _code.Add(word >> 26 == Sc ? 0xc000_0000 | (uint)T0 << 21 | (uint)T9 << 16 | (word & 0xffff) : 0);
        if (_code.Count - at != Before) throw new InvalidOperationException($"{_code.Count - at} words stand before an instruction.");
        _code.Add(word);
        for (uint bit = 1; bit <= 4; bit <<= 1) _code.Add(0x256b_0000 | bit); // addiu $t3, $t3, bit

        uint offset = 0;
        foreach (int register in (int[])[T0, T1, T2, T3, Ra])
        {
            Store(register, S0, offset);
            offset += 4;
        }
        foreach (uint move in (uint[])[0x0000_c810, 0x0000_c812]) // mfhi, mflo $t9
        {
            _code.Add(move);
            Store(T9, S0, offset);
            offset += 4;
        }
        for (uint i = 0; i < 3; i++)
        {
            _code.Add(0x8c00_0000 | (uint)S1 << 21 | (uint)T9 << 16 | 4 * i);
            Store(T9, S0, offset);
            offset += 4;
        }
        _code.Add(0x2610_0000 | NoteSize); // addiu $s0, $s0, NoteSize
    }

    private const int Before = 3 * 3 + 2 * 3 + 2 * 5 + 1;

    /// <summary>The ELF file, memory for the notes included.</summary>
    public byte[] ToElf() =>
        GuestElf.WithRanges(GuestElf.Bare(Start, Program()), (Scratch, new byte[0x1000]), (Notes, new byte[OutputSize]));

    /// <summary>The program in a machine.</summary>
    public Machine ToMachine(IExecutionEngine engine) => Load(Program(), engine);

    /// <summary>The notes of a machine that has run.</summary>
    public byte[] ReadNotes(Machine machine)
    {
        byte[] notes = new byte[OutputSize];
        machine.Memory.Read(Notes, notes);
        return notes;
    }

    /// <summary>A machine at a program's beginning.</summary>
    public static Machine Load(byte[] program, IExecutionEngine engine)
    {
        var memory = new AddressSpace();
        memory.Write(Start, program);
        var machine = new Machine(memory, engine);
        (machine.State.Pc, machine.State.NextPc) = (Start, Start + 4);
        return machine;
    }

    /// <summary>One instruction with rs and rt, and an exit with 0.</summary>
    public static byte[] Single(uint word, uint rs, uint rt)
    {
        var program = new ProbeProgram();
        program.Load(T0, rs);
        program.Load(T1, rt);
        program._code.Add(word);
        program._code.Add(0);
        program.Exit();
        return Bytes(program._code);
    }

    private byte[] Program()
    {
        int length = _code.Count;
        Load(V0, 4004);
        Load(A0, 1);
        Load(A1, Notes);
        Load(A2, (uint)OutputSize);
        _code.Add(0x0000_000c);
        Exit();
        byte[] bytes = Bytes(_code);
        _code.RemoveRange(length, _code.Count - length);
        return Start + bytes.Length > Scratch ? throw new InvalidOperationException("The program is too long.") : bytes;
    }

    private void Exit()
    {
        Load(V0, 4001);
        Load(A0, 0);
        _code.Add(0x0000_000c);
    }

    private void Load(int register, uint value)
    {
        _code.Add(0x3c00_0000 | (uint)register << 16 | value >> 16); // lui
        _code.Add(0x3400_0000 | (uint)register << 21 | (uint)register << 16 | (value & 0xffff)); // ori
    }

    private void Store(int register, int address, uint offset) => _code.Add(0xac00_0000 | (uint)address << 21 | (uint)register << 16 | offset);

    private static byte[] Bytes(List<uint> words)
    {
        byte[] bytes = new byte[4 * words.Count];
        for (int i = 0; i < words.Count; i++) BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 * i), words[i]);
        return bytes;
    }
}
