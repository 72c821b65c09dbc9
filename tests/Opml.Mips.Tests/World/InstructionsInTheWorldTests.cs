using Opml.Mips.Execution;
using Opml.Mips.Execution.Reference;
using Opml.Mips.Execution.Translated;
using Opml.Mips.State;
using Opml.Mips.Tests.Cases;

namespace Opml.Mips.Tests.World;

/// <summary>Every instruction in qemu-mips, in the reference engine and translated: the same registers, memory and path, or a trap in all three.</summary>
public class InstructionsInTheWorldTests
{
    private static readonly uint[] s_edges =
        [0, 1, 2, 31, 32, 33, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0x8000_0001, 0xffff_8000, 0xffff_fffe, 0xffff_ffff];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_instruction_on_edge_values_and_random_ones()
    {
        QemuMips.RequireIt();
        var random = new Random(7);
        var program = new ProbeProgram();
        foreach (InstructionForm form in InstructionForm.All.Where(form => form.Name is not ("syscall" or "break")))
        {
            for (int i = 0; i < 75; i++)
            {
                int pair = i * 7 + form.Name.Length;
                (uint rs, uint rt) = i < 60 ? (s_edges[pair / s_edges.Length % s_edges.Length], s_edges[pair % s_edges.Length]) : (Word(), Word());
                // What the manual leaves open, and what ends the program, is not asked for here.
                if (form.Name is "div" or "divu" && rt == 0) continue;
                if (Traps(form, rs, rt)) continue;
                program.Add(form, rs, rt, Word(), (ulong)Word() << 32 | Word());
            }
        }
        Assert.True(program.Names.Count > 5000);

        QemuMips.Result world = await QemuMips.RunAsync(program.ToElf());
        Assert.Equal((0, program.OutputSize), (world.ExitCode, world.Output.Length));
        foreach (IExecutionEngine engine in (IExecutionEngine[])[ReferenceEngine.Instance, new TranslatedEngine(int.MaxValue), new TranslatedEngine(1)])
        {
            Machine machine = program.ToMachine(engine);
            machine.Run(10_000_000, Token);
            Assert.Equal(MachineStatus.Succeeded, machine.State.Status);
            byte[] notes = program.ReadNotes(machine);
            for (int i = 0; i < program.Names.Count; i++)
                Assert.Equal((program.Names[i], Note(world.Output, i)), (program.Names[i], Note(notes, i)));
        }

        uint Word() => (uint)random.NextInt64(1L << 32);
    }

    /// <summary>Not asked: what QEMU lets pass (rotations and rdhwr of release 2, a misaligned pc).</summary>
    [Theory]
    [InlineData(0x0109_5020u, 0x7fff_ffffu, 1u)]           // add: overflow
    [InlineData(0x0109_5020u, 0x8000_0000u, 0x8000_0000u)]
    [InlineData(0x2109_0001u, 0x7fff_ffffu, 0u)]           // addi
    [InlineData(0x2109_ffffu, 0x8000_0000u, 0u)]
    [InlineData(0x0109_5022u, 0u, 0x8000_0000u)]           // sub
    [InlineData(0x0109_0034u, 5u, 5u)]                     // teq
    [InlineData(0x0109_0036u, 5u, 6u)]                     // tne
    [InlineData(0x0109_0030u, 5u, 5u)]                     // tge
    [InlineData(0x0109_0031u, 0xffff_ffffu, 0u)]           // tgeu
    [InlineData(0x0109_0032u, 0xffff_ffffu, 0u)]           // tlt
    [InlineData(0x0109_0033u, 0u, 0xffff_ffffu)]           // tltu
    [InlineData(0x0508_ffffu, 0u, 0u)]                     // tgei
    [InlineData(0x0509_ffffu, 0xffff_ffffu, 0u)]           // tgeiu
    [InlineData(0x050a_ffffu, 0x8000_0000u, 0u)]           // tlti
    [InlineData(0x050b_ffffu, 0u, 0u)]                     // tltiu
    [InlineData(0x050c_ffffu, 0xffff_ffffu, 0u)]           // teqi
    [InlineData(0x050e_ffffu, 0xffffu, 0u)]                // tnei
    [InlineData(0x0000_000du, 0u, 0u)]                     // break
    [InlineData(0x8d09_0000u, 0x0010_0001u, 0u)]           // lw, misaligned
    [InlineData(0x8d09_0000u, 0x0010_0002u, 0u)]
    [InlineData(0x8509_0000u, 0x0010_0001u, 0u)]           // lh
    [InlineData(0x9509_0000u, 0x0010_0003u, 0u)]           // lhu
    [InlineData(0xad09_0000u, 0x0010_0002u, 0u)]           // sw
    [InlineData(0xa509_0000u, 0x0010_0001u, 0u)]           // sh
    [InlineData(0xc109_0000u, 0x0010_0002u, 0u)]           // ll
    [InlineData(0xffff_ffffu, 0u, 0u)]                     // no instruction
    [InlineData(0x7c08_4420u, 0u, 0u)]                     // seb: release 2
    [InlineData(0x7d09_0000u, 0u, 0u)]                     // ext: release 2
    [InlineData(0x051f_0000u, 0u, 0u)]                     // synci: release 2
    [InlineData(0x6508_0001u, 0u, 0u)]                     // daddiu: 64 bits
    [InlineData(0x4600_0000u, 0u, 0u)]                     // coprocessor 1
    public async Task What_traps_here_ends_by_a_signal_there(uint word, uint rs, uint rt)
    {
        QemuMips.RequireIt();
        byte[] program = ProbeProgram.Single(word, rs, rt);
        foreach (IExecutionEngine engine in (IExecutionEngine[])[ReferenceEngine.Instance, new TranslatedEngine(1)])
        {
            Machine machine = ProbeProgram.Load(program, engine);
            machine.Run(1000, Token);
            Assert.Equal(MachineStatus.Trapped, machine.State.Status);
        }
        Assert.True((await QemuMips.RunAsync(GuestElf.Bare(ProbeProgram.Start, program))).Trapped);
    }

    private static bool Traps(InstructionForm form, uint rs, uint rt)
    {
        if (form.Group != "trap" && form.Name is not ("add" or "addi" or "sub")) return false;
        uint operands = 8u << 21 | 9u << 16 | ((form.Free & 0xffff) == 0xffff ? rt & 0xffff : 10u << 11);
        Machine machine = ProbeProgram.Load(ProbeProgram.Single(form.Fixed | (operands & form.Free), rs, rt), ReferenceEngine.Instance);
        machine.Run(1000, Token);
        return machine.State.Status == MachineStatus.Trapped;
    }

    private static string Note(byte[] notes, int index) =>
        string.Join(' ', notes[(index * ProbeProgram.NoteSize)..((index + 1) * ProbeProgram.NoteSize)].Chunk(4).Select(Convert.ToHexStringLower));
}
