using System.Buffers.Binary;
using Opml.Mips.Execution;
using Opml.Mips.Memory;
using Opml.Mips.State;

namespace Opml.Mips.Tests.Image;

/// <summary>The committed guest of the tutorial, converted and run, against the rule that it must keep.</summary>
public class MnistGuestTests
{
    private static float Normal(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    /// <summary>Steps for 784-20-10 are bounded: a digit, of which a fifth of the pixels are not zero, and an image without any zero.</summary>
    [Theory]
    [InlineData(1, 0.2, 800_000)]
    [InlineData(2, 0.2, 800_000)]
    [InlineData(3, 1.0, 1_900_000)]
    public void Classifies_bytes_in_few_steps(int seed, double filled, ulong steps)
    {
        var random = new Random(seed);
        var model = new PerceptronModel([784, 20, 10], () => Normal(random) / 8);
        byte[] input = [.. Enumerable.Range(0, 784).Select(_ => random.NextDouble() < filled ? (byte)random.Next(1, 256) : (byte)0)];
        float[] numbers = Array.ConvertAll(input, b => (float)b / 255f);

        Machine machine = Classifies(model, input, numbers);
        Assert.InRange(machine.State.Step, 1u, steps);
    }

    [Theory]
    [InlineData(new[] { 3, 2 }, 0)]
    [InlineData(new[] { 5, 4, 3 }, 0)]
    [InlineData(new[] { 7, 6, 5, 4 }, 0)]
    [InlineData(new[] { 1, 1 }, 0)]
    [InlineData(new[] { 16, 8, 4 }, -38)] // products that underflow
    [InlineData(new[] { 16, 8, 4 }, 38)] // sums that overflow
    [InlineData(new[] { 16, 8, 4 }, -90)] // subnormal weights
    public void Classifies_floats_by_any_number_of_layers(int[] sizes, int exponent)
    {
        var random = new Random(sizes.Length);
        for (int run = 0; run < 3; run++)
        {
            var model = new PerceptronModel(sizes, () => MathF.ScaleB(Normal(random), exponent));
            float[] input = [.. Enumerable.Range(0, sizes[0]).Select(_ => random.Next(3) == 0 ? -0f : MathF.ScaleB(Normal(random), exponent * 2 / 3))];
            Classifies(model, PerceptronModel.BigEndian(input), input);
        }
    }

    public static TheoryData<string, byte[], byte[], int, string> Problems
    {
        get
        {
            byte[] model = new PerceptronModel([3, 2], () => 1).ToGgml();
            return new()
            {
                { "no model", [], [1, 2, 3], 1, "model: it is empty\n" },
                { "a model of 3 bytes", [1, 2, 3], [1, 2, 3], 1, "model: 3 bytes are no whole number of 4-byte words\n" },
                { "another file", [1, 2, 3, 4], [1, 2, 3], 1, "model: it does not begin with the ggml magic\n" },
                { "a little-endian model", "lmgg"u8.ToArray(), [1, 2, 3], 1, "model: it is little-endian; this machine needs it converted with -ByteOrder Big\n" },
                { "half a model", model[..^4], [1, 2, 3], 1, "model: bias of layer 1: the file ends within its values\n" },
                { "no input", model, [], 2, "input: 0 bytes; the model takes 3, one for each number, or 12 of big-endian float32\n" },
                { "too short an input", model, [1, 2], 2, "input: 2 bytes; the model takes 3, one for each number, or 12 of big-endian float32\n" },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Says_in_one_line_what_is_wrong(string what, byte[] model, byte[] input, int exitCode, string line)
    {
        Machine machine = GuestRunTests.Run("mnist.elf", model, input);
        Assert.Equal((what, MachineStatus.Failed, exitCode, line), (what, machine.State.Status, machine.State.ExitCode, machine.Console!.ToString()));
        Assert.Equal((0u, 0u), (machine.Memory.ReadWord(MemoryMap.Output), machine.Memory.ReadWord(MemoryMap.Magic)));
    }

    private static Machine Classifies(PerceptronModel model, byte[] input, float[] numbers)
    {
        int expected = model.Classify(numbers);
        Machine machine = GuestRunTests.Run("mnist.elf", model.ToGgml(), input);
        Assert.Equal((MachineStatus.Succeeded, $"class {expected}\n"), (machine.State.Status, machine.Console!.ToString()));
        Assert.Equal(expected, BinaryPrimitives.ReadInt32BigEndian(machine.ReadOutput()));
        Assert.Equal(0x12345678u, machine.Memory.ReadWord(MemoryMap.Magic));
        return machine;
    }
}
