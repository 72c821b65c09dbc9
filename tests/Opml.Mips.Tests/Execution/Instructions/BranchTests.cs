using Opml.Mips.Tests.Cases;

namespace Opml.Mips.Tests.Execution.Instructions;

public class BranchTests
{
    private const uint Minus = 0x8000_0000;

    /// <summary>Every branch is at 0x1000 and, when taken, leads to 0x1004 + 4 × 0x10.</summary>
    private const uint Target = 0x1044;

    [Theory]
    //          instruction, rs, rt, taken
    [InlineData("beq", 5u, 5u, true)]
    [InlineData("beq", 5u, 6u, false)]
    [InlineData("bne", 5u, 6u, true)]
    [InlineData("bne", 5u, 5u, false)]
    [InlineData("blez", 0u, 0u, true)]
    [InlineData("blez", Minus, 0u, true)]
    [InlineData("blez", 1u, 0u, false)]
    [InlineData("bgtz", 1u, 0u, true)]
    [InlineData("bgtz", 0u, 0u, false)]
    [InlineData("bgtz", Minus, 0u, false)]
    [InlineData("bltz", Minus, 0u, true)]
    [InlineData("bltz", 0u, 0u, false)]
    [InlineData("bgez", 0u, 0u, true)]
    [InlineData("bgez", Minus, 0u, false)]
    [InlineData("bltzal", Minus, 0u, true)]
    [InlineData("bltzal", 0u, 0u, false)]
    [InlineData("bgezal", 0u, 0u, true)]
    [InlineData("bgezal", Minus, 0u, false)]
    public void Branches_have_a_delay_slot_and_some_link_whether_taken_or_not(string instruction, uint rs, uint rt, bool taken) =>
        Ready(instruction, rs, rt).Becomes(s =>
        {
            s.NextPc = taken ? Target : 0x1008;
            if (instruction.EndsWith("al", StringComparison.Ordinal)) s.Registers[31] = 0x1008;
        });

    [Theory]
    //          instruction, rs, rt, taken
    [InlineData("beql", 5u, 5u, true)]
    [InlineData("beql", 5u, 6u, false)]
    [InlineData("bnel", 5u, 6u, true)]
    [InlineData("bnel", 5u, 5u, false)]
    [InlineData("blezl", 0u, 0u, true)]
    [InlineData("blezl", 1u, 0u, false)]
    [InlineData("bgtzl", 1u, 0u, true)]
    [InlineData("bgtzl", 0u, 0u, false)]
    [InlineData("bltzl", Minus, 0u, true)]
    [InlineData("bltzl", 0u, 0u, false)]
    [InlineData("bgezl", 0u, 0u, true)]
    [InlineData("bgezl", Minus, 0u, false)]
    [InlineData("bltzall", Minus, 0u, true)]
    [InlineData("bltzall", 0u, 0u, false)]
    [InlineData("bgezall", 0u, 0u, true)]
    [InlineData("bgezall", Minus, 0u, false)]
    public void A_likely_branch_not_taken_skips_its_delay_slot(string instruction, uint rs, uint rt, bool taken) =>
        Ready(instruction, rs, rt).Becomes(s =>
        {
            (s.Pc, s.NextPc) = taken ? (0x1004u, Target) : (0x1008, 0x100c);
            if (instruction.EndsWith("all", StringComparison.Ordinal)) s.Registers[31] = 0x1008;
        });

    [Theory]
    //          offset, target
    [InlineData(0x7fffu, 0x0002_1000u)]
    [InlineData(0x8000u, 0xfffe_1004u)] // modulo 2^32
    [InlineData(0xffffu, 0x0000_1000u)]
    public void Offsets_count_words_from_the_delay_slot(uint offset, uint target) =>
        OneStep.Of("beq", 1, 1, offset).Becomes(s => s.NextPc = target);

    [Theory]
    //          word,        pc,           target
    [InlineData(0x0800_0001u, 0x0000_1000u, 0x0000_0004u)]
    [InlineData(0x0800_0001u, 0x1fff_fff8u, 0x1000_0004u)]
    [InlineData(0x0800_0001u, 0x1fff_fffcu, 0x2000_0004u)] // the delay slot is in the next region
    [InlineData(0x0bff_ffffu, 0xf000_0000u, 0xffff_fffcu)]
    [InlineData(0x0800_0001u, 0xffff_fffcu, 0x0000_0004u)] // and at the end of memory, in the first
    public void The_region_of_a_jump_is_its_delay_slot_s(uint word, uint pc, uint target) =>
        At(pc, word).Becomes(s => s.NextPc = target);

    [Fact]
    public void Jal_links_to_31() => At(0x1000, 0x0c00_0001).Becomes(s => (s.NextPc, s.Registers[31]) = (4, 0x1008));

    [Theory]
    [InlineData(0x0100_0008u)] // jr $t0
    [InlineData(0x0100_0408u)] // jr.hb $t0: the hint is free
    [InlineData(0x0100_0009u)] // jalr $zero, $t0
    public void Jr_and_a_jalr_without_a_link_only_jump(uint word) =>
        OneStep.Word(word, 0x4321_0000).Becomes(s => s.NextPc = 0x4321_0000);

    [Theory]
    [InlineData(0x0100_f809u, 31)] // jalr $t0
    [InlineData(0x0100_2809u, 5)]  // jalr $a1, $t0
    [InlineData(0x0100_4009u, 8)]  // jalr $t0, $t0: rs is read before the link is written
    public void Jalr_links_to_rd(uint word, int rd) =>
        OneStep.Word(word, 0x4321_0000).Becomes(s => (s.NextPc, s.Registers[rd]) = (0x4321_0000, 0x1008));

    [Fact]
    public void Bltzal_of_31_reads_it_before_the_link() =>
        OneStep.Word(0x07f0_0010).With(s => s.Registers[31] = Minus).Becomes(s => (s.NextPc, s.Registers[31]) = (Target, 0x1008));

    [Fact]
    public void A_jump_to_a_misaligned_address_traps_when_it_gets_there()
    {
        OneStep step = OneStep.Word(0x0100_0008, 0x2002).Run(); // its delay slot is a nop
        step.Run();
        Assert.Equal(0x2002u, step.State.Pc);
        step.Traps();
    }

    public static TheoryData<string> Branches =>
        new(InstructionForm.All.Where(f => f.Group is "jump" or "branch").Select(f => f.Name));

    [Theory]
    [MemberData(nameof(Branches))]
    public void A_branch_in_a_delay_slot_traps(string instruction) =>
        Ready(instruction, 1, 2).With(s => s.NextPc = 0x2000).Traps();

    [Fact]
    public void At_the_end_of_memory_the_next_pc_is_0() =>
        At(0xffff_fffc, 0x1000_0010).Becomes(s => (s.Pc, s.NextPc) = (0, 0x40)); // b: no delay slot, though nextPc < pc

    [Fact]
    public void Other_instructions_run_in_a_delay_slot() =>
        OneStep.Of("addu", 1, 2).With(s => s.NextPc = 0x2000).Becomes(s => (s.Pc, s.NextPc, s.Registers[OneStep.Rd]) = (0x2000, 0x2004, 3));

    private static OneStep Ready(string instruction, uint rs, uint rt) => OneStep.Of(instruction, rs, rt, 0x10);

    private static OneStep At(uint pc, uint word) => OneStep.Word(0).WithMemory(pc, word).With(s => (s.Pc, s.NextPc) = (pc, pc + 4));
}
