using System.Runtime.CompilerServices;
using Opml.Mips.Execution;
using Opml.Mips.Execution.Reference;
using Opml.Mips.Execution.Translated;
using Opml.Mips.Image;
using Opml.Mips.Memory;
using Opml.Mips.State;
using Opml.Mips.Tests.Cases;
using Opml.Mips.Tests.Image;
using Opml.Mips.Trace;

namespace Opml.Mips.Tests.Execution.Translated;

/// <summary>The fast engine against the reference engine: the same state wherever one looks.</summary>
public class TranslatedEngineTests
{
    private const int Programs = 400;
    private const ulong Steps = 4000;

    /// <summary>Engines that interpret only, translate what is met again, translate later, and translate in the background.</summary>
    public static TheoryData<int, bool> Engines => new() { { int.MaxValue, false }, { 2, false }, { 40, false }, { 2, true }, { 40, true } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Engines))]
    public void Random_programs_agree_in_strides_of_any_length(int heat, bool inBackground)
    {
        var engine = new TranslatedEngine(heat, inBackground);
        ulong steps = 0;
        for (int seed = 0; seed < Programs; seed++)
        {
            var random = new Random(seed);
            Machine slow = RandomProgram.Load(seed, ReferenceEngine.Instance);
            Machine fast = RandomProgram.Load(seed, engine);
            while (slow.State.Step < Steps && slow.State.Status == MachineStatus.Running)
            {
                ulong stride = (ulong)(random.Next(3) switch { 0 => random.Next(1, 4), 1 => random.Next(1, 100), _ => random.Next(1, 2000) });
                ulong made = slow.Run(stride, Token);
                Assert.Equal((seed, made), (seed, fast.Run(stride, Token)));
                AssertSame(slow, fast, seed);
            }
            steps += slow.State.Step;
        }
        Assert.True(steps > Programs * 200, $"Only {steps} steps were made.");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Every_budget_is_kept_to_the_step(int heat, bool inBackground)
    {
        var engine = new TranslatedEngine(heat, inBackground);
        foreach (int seed in LongPrograms())
        {
            Machine warm = RandomProgram.Load(seed, engine);
            warm.Fork().Run(Steps, Token); // leaves its translations behind
            Machine slow = RandomProgram.Load(seed, ReferenceEngine.Instance);
            for (ulong budget = 0; budget < 300; budget++)
            {
                Machine fast = warm.Fork();
                Assert.Equal(budget, fast.Run(budget, Token));
                AssertSame(slow, fast, seed);
                slow.Run(1, Token);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Forks_go_their_own_ways(int heat, bool inBackground)
    {
        var engine = new TranslatedEngine(heat, inBackground);
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            Machine slow = RandomProgram.Load(seed, ReferenceEngine.Instance);
            Machine fast = RandomProgram.Load(seed, engine);
            slow.Run(500, Token);
            fast.Run(500, Token);
            Machine slowFork = slow.Fork(), fastFork = fast.Fork();
            // Another program in one of the two.
            for (int i = 0; i < 20; i++)
            {
                uint address = RandomProgram.Start + 4 * (uint)random.Next(RandomProgram.Length);
                uint word = random.Next(2) == 0 ? 0 : slow.Memory.ReadWord(RandomProgram.Start + 4 * (uint)random.Next(RandomProgram.Length));
                slowFork.Memory.WriteWord(address, word);
                fastFork.Memory.WriteWord(address, word);
            }
            for (int i = 0; i < 4; i++)
            {
                foreach ((Machine a, Machine b) in new[] { (slow, fast), (slowFork, fastFork) })
                {
                    Assert.Equal((seed, a.Run(700, Token)), (seed, b.Run(700, Token)));
                    AssertSame(a, b, seed);
                }
            }
        }
    }

    /// <summary>They share decoded pages, counts of jumps, translations that are done and those that are being made.</summary>
    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Forks_that_run_on_several_threads_at_once_agree(int heat, bool inBackground)
    {
        var engine = new TranslatedEngine(heat, inBackground);
        for (int seed = 0; seed < 60; seed++)
        {
            Machine slow = RandomProgram.Load(seed, ReferenceEngine.Instance), origin = RandomProgram.Load(seed, engine);
            Machine[] forks = [.. Enumerable.Range(0, 4).Select(_ => origin.Fork())];
            slow.Run(Steps, Token);
            await Task.WhenAll(forks.Select((fork, i) => Task.Run(
                () =>
                {
                    var random = new Random(i);
                    while (fork.State.Step < Steps && fork.State.Status == MachineStatus.Running)
                        fork.Run(Math.Min((ulong)random.Next(1, 900), Steps - fork.State.Step), Token);
                },
                Token)));
            foreach (Machine fork in forks) AssertSame(slow, fork, seed);
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_trace_has_the_same_hashes_and_proofs(int heat, bool inBackground)
    {
        var engine = new TranslatedEngine(heat, inBackground);
        foreach (int seed in LongPrograms())
        {
            var slow = new ExecutionTrace(RandomProgram.Load(seed, ReferenceEngine.Instance), Steps, Token);
            var fast = new ExecutionTrace(RandomProgram.Load(seed, engine), Steps, Token);
            Assert.Equal((slow.Length, slow.Status), (fast.Length, fast.Status));
            var random = new Random(seed);
            for (int i = 0; i < 30; i++)
            {
                ulong index = (ulong)random.NextInt64((long)slow.Length + 1);
                Assert.Equal(slow.StateHashAt(index, Token), fast.StateHashAt(index, Token));
                Assert.Equal(slow.ProofAt(index, Token), fast.ProofAt(index, Token));
            }
        }
    }

    [Fact]
    public void Every_instruction_agrees_on_edge_values_when_interpreted()
    {
        var engine = new TranslatedEngine(int.MaxValue);
        foreach (StepCase one in StepCases.Instructions(seed: 71, edgePairs: 30, random: 10).Concat(StepCases.SystemCalls(72, 10)).Concat(StepCases.Oddities(73, 100)))
            Assert.Equal((one.Name, Convert.ToHexString(one.Expected)), (one.Name, Convert.ToHexString(one.RunOn(engine, 1).StateHash())));
    }

    /// <summary>What follows the instruction is zeros, no-operations: enough of them that the translation is entered.</summary>
    [Fact]
    public void Every_instruction_agrees_on_edge_values_when_translated()
    {
        var engine = new TranslatedEngine(1);
        foreach (StepCase one in StepCases.Instructions(seed: 74, edgePairs: 14, random: 6))
        {
            Machine slow = one.RunOn(ReferenceEngine.Instance, 300), fast = one.RunOn(engine, 300);
            Assert.Equal((one.Name, Convert.ToHexString(slow.StateHash())), (one.Name, Convert.ToHexString(fast.StateHash())));
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void The_tutorials_guest_agrees_all_along(int heat, bool inBackground)
    {
        var random = new Random(5);
        byte[] image = MipsImage.FromElf(GuestFile.Read("mnist.elf")).Bytes.ToArray();
        byte[] model = new PerceptronModel([784, 20, 10], () => random.NextSingle() - 0.5f).ToGgml();
        byte[] input = new byte[784];
        random.NextBytes(input);
        Machine slow = Machine.Load(image, model, input, ReferenceEngine.Instance);
        Machine fast = Machine.Load(image, model, input, new TranslatedEngine(heat, inBackground));
        (slow.Console, fast.Console) = (new GuestConsole(), new GuestConsole());
        while (slow.State.Status == MachineStatus.Running)
        {
            ulong stride = (ulong)random.Next(1, 60_000);
            Assert.Equal(slow.Run(stride, Token), fast.Run(stride, Token));
            AssertSame(slow, fast, 0);
        }
        Assert.Equal(MachineStatus.Succeeded, fast.State.Status);
        Assert.Equal(slow.Console.ToString(), fast.Console.ToString());
    }

    [Fact]
    public void Cancellation_stops_between_two_steps_and_the_run_can_go_on()
    {
        Machine machine = Load(new TranslatedEngine(2), 0x1000ffff, 0x25080001); // b . with addiu $t0, $t0, 1
        using var source = new CancellationTokenSource();
        source.CancelAfter(50);
        Assert.ThrowsAny<OperationCanceledException>(() => machine.Run(ulong.MaxValue, source.Token));
        Assert.Equal(machine.State.Step / 2, machine.State.Registers[8]);
        ulong before = machine.State.Step;
        Assert.Equal(1000ul, machine.Run(1000, Token));
        Assert.Equal(before + 1000, machine.State.Step);
        Assert.Equal(machine.State.Step / 2, machine.State.Registers[8]);
    }

    [Fact]
    public void It_translates_what_is_hot_where_code_can_be_made_and_interprets_everything_else()
    {
        Assert.Equal(Environment.GetEnvironmentVariable(WithoutDynamicCodeTests.Mark) is null, RuntimeFeature.IsDynamicCodeSupported);
        var meter = new EngineMeter();
        Machine machine = Load(TranslatedEngine.Metered(meter), 0x1000ffff, 0x25080001); // b . with addiu $t0, $t0, 1
        machine.Run(20_000_000, Token);
        Assert.Equal(10_000_000u, machine.State.Registers[8]);
        if (RuntimeFeature.IsDynamicCodeSupported) Assert.InRange(meter.InterpretedSteps, 1, 19_000_000);
        else Assert.Equal(20_000_000, meter.InterpretedSteps);
    }

    [Fact]
    public void What_is_translated_in_the_background_is_entered_when_it_is_ready()
    {
        var engine = new TranslatedEngine(2, inBackground: true);
        Machine machine = Load(engine, 0x1000ffff, 0x25080001); // b . with addiu $t0, $t0, 1
        GuestCode code = GuestCode.Of(machine.Memory, 2);
        while (code.Find(0, out _) is null && machine.State.Step < uint.MaxValue) machine.Run(10_000, Token);
        Assert.NotNull(code.Find(0, out _));
        machine.Run(10_001, Token);
        Assert.Equal(machine.State.Step / 2, machine.State.Registers[8]);
    }

    [Fact]
    public void Forks_of_a_machine_that_has_not_run_share_their_translations()
    {
        Machine origin = Load(new TranslatedEngine(2), 0x1000ffff, 0x25080001);
        Machine first = origin.Fork(), second = origin.Fork();
        first.Run(1000, Token);
        Unit? unit = GuestCode.Of(first.Memory, 2).Find(0, out _);
        Assert.NotNull(unit);
        second.Run(1000, Token);
        Assert.Same(unit, GuestCode.Of(second.Memory, 2).Find(0, out _));
    }

    [Fact]
    public void A_loop_that_rewrites_itself_is_noticed_at_every_round()
    {
        uint[] words =
        [
            0x8c091000, // lw    $t1, 0x1000($0)
            0x252a0001, // addiu $t2, $t1, 1        turns the immediate of the addiu below
            0xac0a1000, // sw    $t2, 0x1000($0)
            0xac0a0014, // sw    $t2, 0x14($0)
            0x00000000, // nop
            0x25080000, // addiu $t0, $t0, 0        rewritten
            0x1000fff9, // b     0
            0x00000000, // nop
        ];
        Machine slow = Load(ReferenceEngine.Instance, words), fast = Load(new TranslatedEngine(2), words);
        slow.Memory.WriteWord(0x1000, 0x25080000);
        fast.Memory.WriteWord(0x1000, 0x25080000);
        for (int i = 0; i < 100; i++)
        {
            slow.Run(37, Token);
            fast.Run(37, Token);
            AssertSame(slow, fast, 0);
        }
        Assert.NotEqual(0u, fast.State.Registers[8]);
    }

    [Fact]
    public void Code_written_by_the_host_between_two_runs_is_noticed()
    {
        Machine machine = Load(new TranslatedEngine(2), 0x1000ffff, 0x25080001);
        machine.Run(1000, Token);
        machine.Memory.WriteWord(4, 0x25080002);
        machine.Run(1000, Token);
        Assert.Equal(1500u, machine.State.Registers[8]);
        machine.Memory.Write(0, [0x10, 0, 0xff, 0xff, 0x25, 8, 0, 3]);
        machine.Run(1000, Token);
        Assert.Equal(3000u, machine.State.Registers[8]);
    }

    private static IEnumerable<int> LongPrograms() => Enumerable.Range(1000, 300).Where(seed =>
    {
        Machine machine = RandomProgram.Load(seed, ReferenceEngine.Instance);
        return machine.Run(2000, Token) == 2000;
    }).Take(8);

    private static Machine Load(IExecutionEngine engine, params uint[] words)
    {
        var memory = new AddressSpace();
        for (int i = 0; i < words.Length; i++) memory.WriteWord((uint)i * 4, words[i]);
        return new Machine(memory, engine);
    }

    private static void AssertSame(Machine slow, Machine fast, int seed)
    {
        CpuState a = slow.State, b = fast.State;
        Assert.Equal((seed, a.Step, a.Pc, a.NextPc, a.Status, a.ExitCode), (seed, b.Step, b.Pc, b.NextPc, b.Status, b.ExitCode));
        Assert.Equal((seed, a.Step, a.Lo, a.Hi, a.Heap), (seed, b.Step, b.Lo, b.Hi, b.Heap));
        Assert.Equal(a.Registers, b.Registers);
        Assert.Equal(Convert.ToHexString(slow.MemoryRoot()), Convert.ToHexString(fast.MemoryRoot()));
    }
}
