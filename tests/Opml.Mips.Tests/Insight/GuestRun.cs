using Opml.Mips.Execution;
using Opml.Mips.Execution.Reference;
using Opml.Mips.Image;

namespace Opml.Mips.Tests.Insight;

/// <summary>The example's Go guest with a small model, and the C guests, ready to be run.</summary>
internal static class GuestRun
{
    public static RunOrigin Mnist(int seed = 1)
    {
        var random = new Random(seed);
        byte[] model = new Tests.Image.PerceptronModel([16, 8, 4], () => random.NextSingle() - 0.5f).ToGgml();
        byte[] input = new byte[16];
        random.NextBytes(input);
        return new RunOrigin(MipsImage.FromElf(GuestFile.Read("mnist.elf"), "mnist.elf"), model, input);
    }

    public static RunOrigin Of(string name, byte[]? model = null, byte[]? input = null) =>
        new(MipsImage.FromElf(GuestFile.Read(name), name), model ?? [], input ?? []);

    public static Machine At(RunOrigin origin, ulong step)
    {
        Machine machine = origin.Load(ReferenceEngine.Instance);
        machine.Run(step, TestContext.Current.CancellationToken);
        return machine;
    }
}
