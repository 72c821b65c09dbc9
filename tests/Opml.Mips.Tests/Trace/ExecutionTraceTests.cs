using Opml.Mips.Execution;
using Opml.Mips.State;
using Opml.Mips.Tests.Execution;
using Opml.Mips.Trace;

namespace Opml.Mips.Tests.Trace;

public class ExecutionTraceTests
{
    // Counts $t0 down from `rounds`, storing it on the way, then exits with 0: 3 steps a round, 4 beside.
    private static Machine Countdown(ushort rounds) => Program.Load(
        0x34080000 | (uint)rounds, // ori   $t0, $0, rounds
        0xac081000,                // sw    $t0, 0x1000($0)
        0x1500fffe,                // bnez  $t0, -2
        0x2508ffff,                // addiu $t0, $t0, -1
        0x34020fa1,                // ori   $v0, $0, 4001
        0x34040000,                // ori   $a0, $0, 0
        0x0000000c);               // syscall

    private static readonly ulong[] s_indices = [0, 1, 2, 3, 100, 16383, 16384, 16385, 59999, 60005, 60006, 60007, 60008, 1UL << 40, ulong.MaxValue, 5];

    [Fact]
    public void Every_state_is_the_one_that_a_plain_run_reaches()
    {
        var trace = new ExecutionTrace(Countdown(20_000), 1_000_000, TestContext.Current.CancellationToken);
        Assert.Equal(60_007ul, trace.Length);
        Assert.Equal(MachineStatus.Succeeded, trace.Status);
        foreach (ulong index in s_indices)
        {
            Machine plain = Countdown(20_000);
            plain.Run(index, TestContext.Current.CancellationToken);
            Assert.Equal(plain.Witness(), trace.WitnessAt(index, TestContext.Current.CancellationToken));
            Assert.Equal(plain.StateHash(), trace.StateHashAt(index, TestContext.Current.CancellationToken));
            Assert.Equal(plain.NextStepProof(), trace.ProofAt(index, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void A_machine_handed_out_can_run_on_without_harm_to_the_trace()
    {
        var trace = new ExecutionTrace(Countdown(100), 1000, TestContext.Current.CancellationToken);
        byte[] before = trace.StateHashAt(50, TestContext.Current.CancellationToken);
        Machine machine = trace.StateAt(50, TestContext.Current.CancellationToken);
        machine.Run(20, TestContext.Current.CancellationToken);
        machine.Memory.WriteWord(0x1000, 0xdeadbeef);
        Assert.NotEqual(before, machine.StateHash());
        Assert.Equal(before, trace.StateHashAt(50, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_machine_it_is_made_from_stays_at_its_start()
    {
        Machine start = Countdown(100);
        byte[] hash = start.StateHash();
        _ = new ExecutionTrace(start, 1000, TestContext.Current.CancellationToken);
        Assert.Equal(hash, start.StateHash());
    }

    [Fact]
    public void A_run_cut_off_at_the_limit_has_no_states_beyond_it()
    {
        var trace = new ExecutionTrace(Countdown(100), 50, TestContext.Current.CancellationToken);
        Assert.Equal(50ul, trace.Length);
        Assert.Equal(MachineStatus.Running, trace.Status);
        Assert.Equal(50ul, trace.StateAt(50, TestContext.Current.CancellationToken).State.Step);
        Assert.Throws<ArgumentOutOfRangeException>(() => trace.StateHashAt(51, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Snapshots_are_bounded_on_a_long_run_and_after_many_queries()
    {
        var trace = new ExecutionTrace(Program.Load(0x1000ffff, 0), 3_000_000, TestContext.Current.CancellationToken); // b .
        for (ulong i = 0; i < 500; i++) trace.StateAt(i * 499_979 % 3_000_000, TestContext.Current.CancellationToken);
        Assert.InRange(trace.SnapshotCount, 32, 384);
    }

    [Fact]
    public void Cancellation_ends_the_run_and_a_query()
    {
        var cancelled = new CancellationToken(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() => new ExecutionTrace(Countdown(100), 1000, cancelled));
        var trace = new ExecutionTrace(Countdown(100), 1000, TestContext.Current.CancellationToken);
        Assert.ThrowsAny<OperationCanceledException>(() => trace.StateHashAt(7, cancelled));
        Assert.Equal(7ul, trace.StateAt(7, TestContext.Current.CancellationToken).State.Step);
    }
}
