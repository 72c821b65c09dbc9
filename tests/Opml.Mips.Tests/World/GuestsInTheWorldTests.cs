using Opml.Mips.Execution;
using Opml.Mips.Execution.Reference;
using Opml.Mips.Execution.Translated;
using Opml.Mips.Image;
using Opml.Mips.Memory;
using Opml.Mips.State;
using Opml.Mips.Tests.Image;

namespace Opml.Mips.Tests.World;

/// <summary>Whole programs, C and Go, in qemu-mips, in the reference engine and in the fast one: the same text and the same exit code.</summary>
public class GuestsInTheWorldTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("hello.elf")]
    [InlineData("compute.elf")]
    public Task C_programs(string name) => Agree(GuestFile.Read(name), [], [], 0);

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(255)]
    public Task An_exit_code_from_the_model(byte code) => Agree(GuestFile.Read("echo.elf"), [code], "any bytes"u8.ToArray(), code);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 1)] // a model that cannot be used
    [InlineData(4, 2)] // an input that cannot be
    public Task Inference_in_Go(int seed, int exitCode)
    {
        var random = new Random(seed);
        byte[] model = new PerceptronModel([784, 20, 10], () => random.NextSingle() - 0.5f).ToGgml();
        byte[] input = new byte[exitCode == 2 ? 783 : 784];
        random.NextBytes(input);
        return Agree(GuestFile.Read("mnist.elf"), exitCode == 1 ? model[..^4] : model, input, exitCode);
    }

    private static async Task Agree(byte[] elf, byte[] model, byte[] input, int exitCode)
    {
        QemuMips.RequireIt();
        QemuMips.Result world = await QemuMips.RunAsync(GuestElf.WithRanges(
            elf,
            (MemoryMap.Magic & ~0xfffu, new byte[0x1000]),
            (MemoryMap.Input, Prefixed(input)),
            (MemoryMap.Output, new byte[0x1000]),
            (MemoryMap.Model, Prefixed(model))));
        Assert.Equal(exitCode, world.ExitCode);

        byte[] image = MipsImage.FromElf(elf).Bytes.ToArray();
        var hashes = new HashSet<string>();
        foreach (IExecutionEngine engine in (IExecutionEngine[])[ReferenceEngine.Instance, TranslatedEngine.Instance, new TranslatedEngine(2)])
        {
            Machine machine = Machine.Load(image, model, input, engine);
            machine.Console = new GuestConsole();
            machine.Run(20_000_000, Token);
            Assert.Equal(exitCode == 0 ? MachineStatus.Succeeded : MachineStatus.Failed, machine.State.Status);
            Assert.Equal((world.ExitCode, System.Text.Encoding.UTF8.GetString(world.Output) + world.Errors), (machine.State.ExitCode, machine.Console.ToString()));
            hashes.Add(Convert.ToHexString(machine.StateHash()));
        }
        Assert.Single(hashes);
    }

    private static byte[] Prefixed(byte[] bytes)
    {
        byte[] length = new byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        return [.. length, .. bytes];
    }
}
