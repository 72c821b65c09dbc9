using Opml.Mips.Execution;
using Opml.Mips.Execution.Reference;
using Opml.Mips.Execution.Translated;
using Opml.Mips.Isa;
using Opml.Mips.Tests.Cases;

namespace Opml.Mips.Tests.Conformance;

/// <summary>Random programs, slow against fast, every field of the state after each step; what fails is made small.</summary>
public class RandomSequenceTests(ITestOutputHelper output)
{
    private const int Programs = 40;
    private const ulong Steps = 1500;
    private const int Words = RandomProgram.Length + 1;

    [Fact]
    public void Slow_and_fast_agree_after_each_step()
    {
        long compared = 0;
        for (int seed = Scale.Seed; seed < Scale.Seed + Programs * Scale.Factor; seed++)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            compared += Compare(seed, new TranslatedEngine(seed % 5 == 0 ? int.MaxValue : 2));
        }
        output.WriteLine($"{Programs * Scale.Factor} programs from seed {Scale.Seed}: {compared} states compared");
        Assert.True(compared > 500 * Scale.Factor, $"{compared} states");
    }

    /// <summary>An engine with a fault: nor forgets to complement. The fault is found, and one instruction remains of the program.</summary>
    [Fact]
    public void A_fault_is_found_and_the_program_that_shows_it_made_small()
    {
        var faulty = new FaultyEngine();
        int seed = 1;
        while (new Lockstep(Steps, seed).FirstDifference(RandomProgram.Load(seed, ReferenceEngine.Instance), faulty) is null) seed++;
        Machine start = RandomProgram.Load(seed, ReferenceEngine.Instance);
        Machine small = new Shrinker(machine => new Lockstep(Steps, seed).FirstDifference(machine, faulty) is not null).Shrink(start, RandomProgram.Start, Words);
        string text = Shrinker.Describe(small, RandomProgram.Start, Words);
        Assert.Contains("nor", text, StringComparison.Ordinal);
        Assert.InRange(text.Split('\n').Count(line => line.Contains(": 0x", StringComparison.Ordinal)), 1, 4);
    }

    private static long Compare(int seed, IExecutionEngine engine)
    {
        var lockstep = new Lockstep(Steps, seed);
        Machine start = RandomProgram.Load(seed, ReferenceEngine.Instance);
        if (lockstep.FirstDifference(start, engine) is not { } difference) return lockstep.Compared;
        Machine small = new Shrinker(machine => new Lockstep(Steps, seed).FirstDifference(machine, engine) is not null).Shrink(start, RandomProgram.Start, Words);
        string? smallDifference = new Lockstep(Steps, seed).FirstDifference(small, engine);
        Assert.Fail($"seed {seed}: {difference}\nThe smallest program that shows a difference, {smallDifference}\n{Shrinker.Describe(small, RandomProgram.Start, Words)}");
        return 0;
    }

    private sealed class FaultyEngine : IExecutionEngine
    {
        public ulong Run(Machine machine, ulong maximumSteps, CancellationToken cancellationToken)
        {
            ulong done = 0;
            while (done < maximumSteps)
            {
                uint pc = machine.State.Pc;
                Instruction i = (pc & 3) == 0 ? Decoder.Decode(machine.Memory.ReadWord(pc)) : default;
                ulong made = ReferenceEngine.Instance.Run(machine, 1, cancellationToken);
                if (made == 0) break;
                if ((pc & 3) == 0 && i.Opcode == Opcode.Nor && i.Rd != 0) machine.State.Registers[i.Rd] = ~machine.State.Registers[i.Rd];
                done += made;
            }
            return done;
        }
    }
}
