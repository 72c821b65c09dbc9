using Opml.Mips.State;

namespace Opml.Mips.Tests.Execution.Instructions;

public class TrapTests
{
    private const uint Minus1 = 0xffff_ffff;

    [Theory]
    //          instruction, rs, rt or immediate, traps
    [InlineData("teq", 5u, 5u, true)]
    [InlineData("teq", 5u, 6u, false)]
    [InlineData("tne", 5u, 6u, true)]
    [InlineData("tne", 5u, 5u, false)]
    [InlineData("tge", 5u, 5u, true)]
    [InlineData("tge", Minus1, 0u, false)]
    [InlineData("tgeu", Minus1, 0u, true)]
    [InlineData("tgeu", 0u, 1u, false)]
    [InlineData("tlt", Minus1, 0u, true)]
    [InlineData("tlt", 5u, 5u, false)]
    [InlineData("tltu", 0u, Minus1, true)]
    [InlineData("tltu", Minus1, 0u, false)]
    [InlineData("teqi", Minus1, 0xffffu, true)]
    [InlineData("teqi", 0x0000_ffffu, 0xffffu, false)] // the immediate is sign-extended
    [InlineData("tnei", 0x0000_ffffu, 0xffffu, true)]
    [InlineData("tnei", Minus1, 0xffffu, false)]
    [InlineData("tgei", 0u, 0xffffu, true)]
    [InlineData("tgei", 0x8000_0000u, 0xffffu, false)]
    [InlineData("tgeiu", Minus1, 0xffffu, true)]
    [InlineData("tgeiu", 0u, 0xffffu, false)]
    [InlineData("tlti", 0x8000_0000u, 0xffffu, true)]
    [InlineData("tlti", 0u, 0xffffu, false)]
    [InlineData("tltiu", 0u, 0xffffu, true)]
    [InlineData("tltiu", Minus1, 0xffffu, false)]
    public void Conditions(string instruction, uint rs, uint other, bool traps)
    {
        OneStep step = OneStep.Of(instruction, rs, other, other);
        if (traps) step.Traps();
        else step.Becomes(_ => { });
    }

    [Theory]
    [InlineData(0x0000_000du)]
    [InlineData(0x03ff_ffcdu)]
    public void Break_traps_whatever_its_code(uint word) => OneStep.Word(word).Traps();

    [Theory]
    [InlineData(0x1001u)]
    [InlineData(0x1002u)]
    [InlineData(0xffff_ffffu)]
    public void A_misaligned_pc_traps(uint pc) => OneStep.Word(0).With(s => s.Pc = pc).Traps();

    [Fact]
    public void Every_step_counts_the_one_that_traps_included_and_the_count_wraps() =>
        OneStep.Word(0x0000_000d).With(s => s.Step = ulong.MaxValue).Traps();

    [Theory]
    [InlineData(MachineStatus.Succeeded)]
    [InlineData(MachineStatus.Failed)]
    [InlineData(MachineStatus.Trapped)]
    [InlineData((MachineStatus)4)]
    [InlineData((MachineStatus)255)]
    public void A_state_that_does_not_run_steps_to_itself(MachineStatus status)
    {
        OneStep step = OneStep.Of("addu", 1, 2).With(s => s.Status = status);
        byte[] hash = step.Machine.StateHash();
        Assert.Equal(0ul, step.Machine.Run(10, TestContext.Current.CancellationToken));
        Assert.Equal(hash, step.Machine.StateHash());
    }
}
