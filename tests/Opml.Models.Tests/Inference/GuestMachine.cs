using Opml.Mips.Execution;
using Opml.Mips.Execution.Translated;
using Opml.Mips.Image;
using Opml.Mips.State;

namespace Opml.Models.Tests.Inference;

/// <summary>Runs a guest in the machine.</summary>
internal static class GuestMachine
{
    private const ulong StepLimit = 2_000_000_000;

    /// <summary>What a run came to.</summary>
    /// <param name="Output">The guest's output; empty when it failed.</param>
    /// <param name="Problem">What it said when it failed; null when it did not.</param>
    /// <param name="Steps">Steps that it took.</param>
    internal sealed record Result(byte[] Output, string? Problem, ulong Steps);

    public static Result Run(string name, ReadOnlySpan<byte> model, ReadOnlySpan<byte> input)
    {
        var image = MipsImage.FromElf(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "guests", name + ".elf")));
        Machine machine = Machine.Load(image.Bytes.Span, model, input, TranslatedEngine.Instance);
        machine.Console = new GuestConsole();
        machine.Run(StepLimit, TestContext.Current.CancellationToken);
        if (machine.State.Status == MachineStatus.Succeeded)
            return new Result(machine.ReadOutput()!, null, machine.State.Step);
        Assert.Equal(MachineStatus.Failed, machine.State.Status);
        return new Result([], machine.Console.ToString()!, machine.State.Step);
    }
}
