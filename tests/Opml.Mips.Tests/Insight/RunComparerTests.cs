using Opml.Mips.Execution;
using Opml.Mips.Execution.Reference;
using Opml.Mips.Insight.Comparison;
using Opml.Mips.State;

namespace Opml.Mips.Tests.Insight;

public sealed class RunComparerTests
{
    private const ulong Limit = 50_000_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1ul)]
    [InlineData(77ul)]
    [InlineData(200_000ul)]
    public void A_flipped_register_is_found_at_its_step(ulong step)
    {
        RunOrigin origin = GuestRun.Mnist();
        var comparer = new RunComparer(origin, origin, () => origin.Load(new Flip(step, machine => machine.State.Registers[26] ^= 1)), "flipped");
        Assert.True(comparer.BeginAlike());
        RunComparison found = comparer.ByState(Limit, Cancellation);
        Assert.Equal((false, step - 1, step - 1, step), (found.Same, found.Step, found.AgreedIndex, found.DifferentIndex));
        Assert.Contains(found.Difference.Effect!.Wrote, change => change is { Name: "k0", Before: 0, After: 1 });
        Assert.DoesNotContain(found.Reference.Effect!.Wrote, change => change.Name == "k0");
        Assert.Equal(found.Reference.Effect.Location, found.Difference.Effect.Location);
        Assert.NotEqual(found.Reference.StateHash, found.Difference.StateHash);
        Assert.Contains($"Step {step - 1} parts them", found.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flipped_memory_word_is_shown_by_its_address()
    {
        RunOrigin origin = GuestRun.Mnist();
        var comparer = new RunComparer(origin, origin, () => origin.Load(new Flip(5000, machine => machine.Memory.WriteWord(0x60000000, 7))), "flipped");
        RunComparison found = comparer.ByState(Limit, Cancellation);
        Assert.Equal(4999ul, found.Step);
        Assert.Contains(new StateChange("0x60000000", 0, 7), found.Difference.Effect!.Wrote);
    }

    [Fact]
    public void One_run_compared_with_itself_is_the_same_by_every_basis()
    {
        RunOrigin origin = GuestRun.Of("echo.elf", input: [1, 2, 3]);
        var comparer = new RunComparer(origin, origin);
        foreach (RunComparison found in new[] { comparer.ByState(Limit, Cancellation), comparer.SideBySide(ComparisonBasis.Registers, Limit, null, Cancellation), comparer.SideBySide(ComparisonBasis.Control, Limit, null, Cancellation) })
            Assert.Equal((true, null, null), (found.Same, found.Step, found.DifferentIndex));
    }

    [Fact]
    public void Two_inputs_differ_from_the_start_by_state()
    {
        RunComparison found = Inputs([1, 2, 3], [1, 9, 3]).ByState(Limit, Cancellation);
        Assert.Equal((false, null, 0ul, null), (found.Same, found.AgreedIndex, found.DifferentIndex, found.Step));
        Assert.Contains("Compare by Control", found.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void By_registers_the_load_of_the_first_byte_that_differs_is_found()
    {
        RunComparison found = Inputs([1, 2, 3], [1, 9, 3]).SideBySide(ComparisonBasis.Registers, Limit, null, Cancellation);
        Assert.StartsWith("lbu a1", found.Instruction, StringComparison.Ordinal);
        Assert.Equal("__start", found.Function);
        Assert.Equal([2u], Written(found.Reference, "a1"));
        Assert.Equal([9u], Written(found.Difference, "a1"));
        Assert.Equal(0x31000005u, Assert.Single(found.Reference.Effect!.Read, register => register.Name == "a1").Value);
    }

    [Fact]
    public void By_control_the_branch_that_goes_another_way_is_found()
    {
        // Of 3 and 5 bytes: the loop's branch ends the shorter copy.
        RunComparison found = Inputs([1, 2, 3], [1, 2, 3, 4, 5]).SideBySide(ComparisonBasis.Control, Limit, null, Cancellation);
        Assert.StartsWith("bne v0,a2", found.Instruction, StringComparison.Ordinal);
        Assert.Equal([("v0", 3u), ("a2", 3u)], found.Reference.Effect!.Read.Select(register => (register.Name, register.Value)));
        Assert.Equal([("v0", 3u), ("a2", 5u)], found.Difference.Effect!.Read.Select(register => (register.Name, register.Value)));
        Assert.NotEqual(Written(found.Reference, "nextPc").SingleOrDefault(), Written(found.Difference, "nextPc").SingleOrDefault());
    }

    [Fact]
    public void By_control_two_inputs_that_change_nothing_but_values_take_the_same_way()
    {
        RunComparison found = Inputs([1, 2, 3], [1, 9, 3]).SideBySide(ComparisonBasis.Control, Limit, null, Cancellation);
        Assert.True(found.Same);
        Assert.Equal(MachineStatus.Succeeded, found.Reference.Status);
    }

    [Fact]
    public void Claims_are_checked_in_the_order_of_their_indices()
    {
        RunOrigin origin = GuestRun.Of("echo.elf", input: [1, 2, 3]);
        byte[] Hash(ulong step) => GuestRun.At(origin, step).StateHash();
        RunComparison found = ClaimCheck.Of(origin, new Dictionary<ulong, byte[]> { [30] = new byte[32], [10] = Hash(10), [20] = Hash(21) }, Limit, Cancellation);
        Assert.Equal((false, 10ul, 20ul, null), (found.Same, found.AgreedIndex, found.DifferentIndex, found.Step));
        found = ClaimCheck.Of(origin, new Dictionary<ulong, byte[]> { [10] = Hash(10), [11] = Hash(12) }, Limit, Cancellation);
        Assert.Equal(10ul, found.Step);
        Assert.NotNull(found.Instruction);
        Assert.True(ClaimCheck.Of(origin, new Dictionary<ulong, byte[]> { [0] = Hash(0), [1_000_000] = Hash(1_000_000) }, Limit, Cancellation).Same);
        Assert.Throws<ArgumentException>(() => ClaimCheck.Of(origin, new Dictionary<ulong, byte[]>(), Limit, Cancellation));
        Assert.Throws<ArgumentException>(() => ClaimCheck.Of(origin, new Dictionary<ulong, byte[]> { [0] = [1] }, Limit, Cancellation));
    }

    private static RunComparer Inputs(byte[] one, byte[] other) => new(GuestRun.Of("echo.elf", input: one), GuestRun.Of("echo.elf", input: other));

    private static uint[] Written(ComparedRun side, string name) => [.. side.Effect!.Wrote.Where(change => change.Name == name).Select(change => change.After)];

    /// <summary>An engine that does something to the machine after a step.</summary>
    private sealed class Flip(ulong step, Action<Machine> act) : IExecutionEngine
    {
        public ulong Run(Machine machine, ulong maximumSteps, CancellationToken cancellationToken)
        {
            ulong done = 0;
            if (machine.State.Step < step)
            {
                done = ReferenceEngine.Instance.Run(machine, Math.Min(maximumSteps, step - machine.State.Step), cancellationToken);
                if (machine.State.Step == step) act(machine);
            }
            return done + ReferenceEngine.Instance.Run(machine, maximumSteps - done, cancellationToken);
        }
    }
}
