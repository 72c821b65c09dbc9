using Opml.Mips.Execution;
using Opml.Mips.Memory;

namespace Opml.Mips.Tests.Cases;

/// <summary>
/// Programs that run for long and go everywhere: every instruction, loops, calls and returns, jumps into the middle of blocks and to odd
/// addresses, filled delay slots, stores into their own code, traps now and then. Seeded.
/// </summary>
internal sealed class RandomProgram
{
    public const uint Start = 0x1f80; // a page boundary lies within
    public const int Length = 160;
    private const uint Data = 0x10_0000;

    // Registers that programs leave alone, most of the time: pointers to data, to code, and what they point to.
    private const int DataPointer = 16;
    private const int CodePointer = 17;
    private const int FirstJump = 20;
    private const int LastJump = 23;

    private readonly Random _random;
    private readonly bool _writesCode;

    private RandomProgram(int seed)
    {
        _random = new Random(seed);
        _writesCode = seed % 4 == 0;
    }

    /// <summary>A machine at the start of the program of that seed.</summary>
    public static Machine Load(int seed, IExecutionEngine engine) => new RandomProgram(seed).Make(engine);

    private Machine Make(IExecutionEngine engine)
    {
        var memory = new AddressSpace();
        for (uint i = 0; i < Length; i++) memory.WriteWord(Start + i * 4, Instruction((int)i));
        for (int i = _random.Next(8); i + 4 < Length; i += _random.Next(4, 24)) WriteComparison(memory, i);
        for (uint i = 0; i < 64; i++) memory.WriteWord(Data - 128 + i * 4, Word());
        // Back to the start, for as long as nothing traps.
        memory.WriteWord(Start + Length * 4, 0x0800_0000 | (Start >> 2));
        var machine = new Machine(memory, engine);
        machine.State.Pc = Start;
        machine.State.NextPc = Start + 4;
        uint[] r = machine.State.Registers;
        for (int i = 1; i < 32; i++) r[i] = _random.Next(2) == 0 ? (uint)_random.Next(16) : Word();
        r[DataPointer] = Data + (_random.Next(4) == 0 ? 0xff0u : 0);
        r[CodePointer] = Start + 0x100;
        for (int i = FirstJump; i <= LastJump; i++) r[i] = Start + 4 * (uint)_random.Next(Length);
        r[31] = Start + 4 * (uint)_random.Next(Length);
        return machine;
    }

    /// <summary>What compilers write all the time, and chance hardly ever: a comparison and a branch that asks for its result, with or without something between.</summary>
    private void WriteComparison(AddressSpace memory, int index)
    {
        uint result = (uint)_random.Next(1, 6), left = (uint)_random.Next(1, 6), right = (uint)_random.Next(1, 6);
        uint comparison = _random.Next(4) switch
        {
            0 => 0x2au | left << 21 | right << 16 | result << 11, // slt
            1 => 0x2bu | left << 21 | right << 16 | result << 11, // sltu
            2 => 0x2800_0000 | left << 21 | result << 16 | (Word() & 0xffff), // slti
            _ => 0x2c00_0000 | left << 21 | result << 16 | (Word() & 0xffff), // sltiu
        };
        uint branch = _random.Next(4) switch { 0 => 0x1000_0000u, 1 => 0x1400_0000, 2 => 0x5000_0000, _ => 0x5400_0000 }; // beq, bne, and likely
        branch |= (_random.Next(2) == 0 ? result << 21 : result << 16) | (uint)_random.Next(1, 8);
        uint at = Start + (uint)index * 4;
        memory.WriteWord(at, comparison);
        if (_random.Next(2) == 0) memory.WriteWord(at += 4, 0x21u | left << 21 | right << 16 | (uint)_random.Next(1, 6) << 11); // addu
        memory.WriteWord(at += 4, branch);
        if (_random.Next(2) == 0) memory.WriteWord(at + 4, 0x21u | left << 21 | right << 16 | (uint)_random.Next(1, 6) << 11);
    }

    private uint Instruction(int index)
    {
        if (_random.Next(400) == 0) return Word();
        InstructionForm form = InstructionForm.All[_random.Next(InstructionForm.All.Count)];
        switch (form.Group)
        {
            // They end the run: few of them.
            case "trap" or "system call" when _random.Next(12) != 0:
                return Instruction(index);
            case "arithmetic" when form.Name is "add" or "addi" or "sub" && _random.Next(3) != 0:
                return Instruction(index);

            case "load" or "store":
                int align = form.Name is "lw" or "ll" or "sw" or "sc" ? 4 : form.Name is "lh" or "lhu" or "sh" ? 2 : 1;
                if (_random.Next(60) == 0) align = 1;
                bool code = form.Group == "load" ? _random.Next(8) == 0 : _writesCode && _random.Next(12) == 0;
                uint offset = (uint)(_random.Next(-64, 64) * align) & 0xffff;
                return form.Fixed | (uint)(code ? CodePointer : DataPointer) << 21 | (uint)Target() << 16 | offset;

            case "branch":
                int distance = _random.Next(10) == 0 ? _random.Next(-index - 1, Length - index) : _random.Next(-12, 20);
                if (index + 1 + distance is < 0 or > Length) distance = 1;
                return form.Fixed | ((Operands() & form.Free) & 0xffff_0000) | ((uint)distance & 0xffff);

            case "jump" when form.Name is "j" or "jal":
                return form.Fixed | ((Start >> 2) + (uint)_random.Next(Length));

            case "jump":
                int by = _random.Next(3) == 0 ? 31 : _random.Next(FirstJump, LastJump + 1);
                return form.Fixed | (uint)by << 21 | (form.Name == "jalr" ? (_random.Next(3) == 0 ? (uint)Target() : 31u) << 11 : 0);

            default:
                return form.Fixed | (Operands() & form.Free);
        }
    }

    // Sources anywhere, destinations away from the pointers most of the time.
    private uint Operands()
    {
        uint word = Word() & 0xffe0_07ff;
        uint second = (uint)(_random.Next(3) == 0 ? _random.Next(32) : Target());
        return word | second << 16 | (uint)Target() << 11;
    }

    private int Target() => _random.Next(150) switch
    {
        0 => _random.Next(32),
        < 10 => 0,
        < 20 => 31 - 7 * _random.Next(2),
        _ => _random.Next(1, 16),
    };

    private uint Word() => (uint)_random.NextInt64(1L << 32);
}
