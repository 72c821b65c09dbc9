namespace Opml.Mips.Tests.Execution.Instructions;

public class MemoryAccessTests
{
    private const uint Data = 0x0002_0000;
    private const uint Rt = 0xaabb_ccdd;

    [Theory]
    //          instruction, offset, rt from the word 0x81828384 (rt was 0xaabbccdd)
    [InlineData("lb", 0, 0xffff_ff81u)]
    [InlineData("lb", 3, 0xffff_ff84u)]
    [InlineData("lbu", 0, 0x0000_0081u)]
    [InlineData("lbu", 1, 0x0000_0082u)]
    [InlineData("lbu", 2, 0x0000_0083u)]
    [InlineData("lbu", 3, 0x0000_0084u)]
    [InlineData("lh", 0, 0xffff_8182u)]
    [InlineData("lh", 2, 0xffff_8384u)]
    [InlineData("lhu", 0, 0x0000_8182u)]
    [InlineData("lhu", 2, 0x0000_8384u)]
    [InlineData("lw", 0, 0x8182_8384u)]
    [InlineData("ll", 0, 0x8182_8384u)]
    [InlineData("lwl", 0, 0x8182_8384u)]
    [InlineData("lwl", 1, 0x8283_84ddu)]
    [InlineData("lwl", 2, 0x8384_ccddu)]
    [InlineData("lwl", 3, 0x84bb_ccddu)]
    [InlineData("lwr", 0, 0xaabb_cc81u)]
    [InlineData("lwr", 1, 0xaabb_8182u)]
    [InlineData("lwr", 2, 0xaa81_8283u)]
    [InlineData("lwr", 3, 0x8182_8384u)]
    public void Loads(string instruction, uint offset, uint rt) =>
        OneStep.Of(instruction, Data, Rt, offset).WithMemory(Data, 0x8182_8384).Writes(OneStep.Rt, rt);

    [Theory]
    //          instruction, offset, the word 0x81828384 after rt = 0xaabbccdd
    [InlineData("sb", 0, 0xdd82_8384u)]
    [InlineData("sb", 1, 0x81dd_8384u)]
    [InlineData("sb", 2, 0x8182_dd84u)]
    [InlineData("sb", 3, 0x8182_83ddu)]
    [InlineData("sh", 0, 0xccdd_8384u)]
    [InlineData("sh", 2, 0x8182_ccddu)]
    [InlineData("sw", 0, 0xaabb_ccddu)]
    [InlineData("swl", 0, 0xaabb_ccddu)]
    [InlineData("swl", 1, 0x81aa_bbccu)]
    [InlineData("swl", 2, 0x8182_aabbu)]
    [InlineData("swl", 3, 0x8182_83aau)]
    [InlineData("swr", 0, 0xdd82_8384u)]
    [InlineData("swr", 1, 0xccdd_8384u)]
    [InlineData("swr", 2, 0xbbcc_dd84u)]
    [InlineData("swr", 3, 0xaabb_ccddu)]
    public void Stores(string instruction, uint offset, uint word)
    {
        OneStep step = OneStep.Of(instruction, Data, Rt, offset).WithMemory(Data, 0x8182_8384);
        step.Becomes(_ => { });
        Assert.Equal(word, step.Machine.Memory.ReadWord(Data));
    }

    [Fact]
    public void Sc_always_succeeds()
    {
        OneStep step = OneStep.Of("sc", Data, Rt);
        step.Writes(OneStep.Rt, 1);
        Assert.Equal(Rt, step.Machine.Memory.ReadWord(Data));
    }

    [Fact]
    public void Sc_from_register_0_stores_and_tells_nobody()
    {
        OneStep step = OneStep.Word(0xe100_0000, Data).WithMemory(Data, 5); // sc $zero, 0($t0)
        step.Becomes(_ => { });
        Assert.Equal(0u, step.Machine.Memory.ReadWord(Data));
    }

    [Fact]
    public void Sc_needs_no_ll_and_a_store_in_between_does_not_break_it()
    {
        OneStep step = OneStep.Of("ll", Data, 0).WithMemory(Data, 7).WithMemory(OneStep.Pc + 4, 0xad0a_0000).WithMemory(OneStep.Pc + 8, 0xe109_0000);
        step.Writes(OneStep.Rt, 7);
        step.Becomes(_ => { }); // sw $t2, 0($t0)
        step.Writes(OneStep.Rt, 1); // sc $t1, 0($t0)
        Assert.Equal(7u, step.Machine.Memory.ReadWord(Data));
    }

    [Theory]
    [InlineData("lh", 1)]
    [InlineData("lhu", 3)]
    [InlineData("lw", 1)]
    [InlineData("lw", 2)]
    [InlineData("lw", 3)]
    [InlineData("ll", 2)]
    [InlineData("sh", 1)]
    [InlineData("sw", 1)]
    [InlineData("sw", 2)]
    [InlineData("sw", 3)]
    [InlineData("sc", 2)]
    public void A_misaligned_access_traps_and_leaves_memory_alone(string instruction, uint offset) =>
        OneStep.Of(instruction, Data, Rt, offset).Traps();

    [Theory]
    //          base, offset, address modulo 2^32
    [InlineData(0x0000_0000u, 0xfffcu, 0xffff_fffcu)]
    [InlineData(0xffff_fffcu, 0x0008u, 0x0000_0004u)]
    [InlineData(0x8000_0000u, 0x8000u, 0x7fff_8000u)]
    [InlineData(0x7fff_fffcu, 0x7ffcu, 0x8000_7ff8u)]
    public void Offsets_are_signed_and_addresses_wrap(uint start, uint offset, uint address) =>
        OneStep.Of("lw", start, 0, offset).WithMemory(address, 0x1234_5678).Writes(OneStep.Rt, 0x1234_5678);

    [Fact]
    public void Memory_never_written_is_zero() => OneStep.Of("lw", 0xdead_bee0, Rt).Writes(OneStep.Rt, 0);

    [Fact]
    public void A_load_into_register_0_is_made_and_discarded()
    {
        OneStep.Word(0x8d00_0000, Data).WithMemory(Data, 5).Becomes(_ => { }); // lw $zero, 0($t0)
        OneStep.Word(0x8d00_0002, Data).Traps();
    }

    [Fact]
    public void A_store_can_change_the_instruction_that_comes_next()
    {
        OneStep step = OneStep.Of("sw", OneStep.Pc, 0x2409_0007, 4).Run(); // at 0x1004: li $t1, 7
        step.Writes(9, 7);
    }

    [Theory]
    [InlineData("pref")]
    [InlineData("sync")]
    public void Hints_touch_nothing(string instruction) => OneStep.Of(instruction, 3, 0, 1, 4).Becomes(_ => { });
}
