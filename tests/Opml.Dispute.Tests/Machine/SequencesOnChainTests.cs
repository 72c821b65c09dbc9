using Opml.Mips.Execution.Reference;
using Opml.Mips.Image;
using Opml.Mips.State;
using Opml.Mips.Tests;
using Opml.Mips.Tests.Cases;
using Opml.Mips.Tests.Conformance;

namespace Opml.Dispute.Tests.Machine;

/// <summary>Steps as runs make them, executed by the contract: random programs from their beginning, and the guests' all along.</summary>
public sealed class SequencesOnChainTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Programs = 50;
    private const int Steps = 40;
    private const int ProgramsAtOnce = 50;

    private StepContract _contract = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _contract = await StepContract.DeployAsync("prague", Token);

    public ValueTask DisposeAsync() => _contract.DisposeAsync();

    [Fact]
    public async Task Random_programs_step_by_step()
    {
        int steps = 0;
        int[] seeds = [.. Enumerable.Range(Scale.Seed, Programs * Scale.Factor)];
        foreach (int[] some in seeds.Chunk(ProgramsAtOnce))
        {
            StepCase[] cases = [.. some.SelectMany(seed => StepsOf(RandomProgram.Load(seed, ReferenceEngine.Instance), $"program {seed}").Take(Steps))];
            await StepContractTests.CheckAsync(_contract, cases);
            steps += cases.Length;
        }
        output.WriteLine($"{seeds.Length} programs from seed {Scale.Seed}: {steps} steps on chain");
        Assert.True(steps > 15 * seeds.Length, $"{steps} steps");
    }

    /// <summary>A C program whole; it prints the same in qemu-mips.</summary>
    [Theory]
    [InlineData("hello.elf")]
    [InlineData("echo.elf")]
    public async Task Every_step_of_a_C_program(string name)
    {
        StepCase[] cases = [.. StepsOf(Load(name), name)];
        await StepContractTests.CheckAsync(_contract, cases);
        Assert.Equal((byte)MachineStatus.Succeeded, cases[^1].Expected[0]);
    }

    [Fact]
    public async Task Steps_spread_over_a_C_program()
    {
        int index = 0;
        StepCase[] cases = [.. StepsOf(Load("compute.elf"), "compute.elf", () => index++ % 97 == 0)];
        Assert.True(cases.Length > 500, $"{cases.Length} steps");
        await StepContractTests.CheckAsync(_contract, cases);
    }

    [Fact]
    public Task Steps_spread_over_inference_in_Go() => StepContractTests.CheckAsync(_contract, GasCases.MnistGuest(400));

    private static Opml.Mips.Execution.Machine Load(string name) =>
        Opml.Mips.Execution.Machine.Load(MipsImage.FromElf(GuestFile.Read(name)).Bytes.Span, [], "input"u8, ReferenceEngine.Instance);

    private static IEnumerable<StepCase> StepsOf(Opml.Mips.Execution.Machine machine, string name, Func<bool>? wanted = null)
    {
        while (machine.State.Status == MachineStatus.Running)
        {
            if (wanted?.Invoke() ?? true) yield return StepCase.From(machine, $"{name}, step {machine.State.Step}", name);
            else machine.Run(1, Token);
        }
    }
}
