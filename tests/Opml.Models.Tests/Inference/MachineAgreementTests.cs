using Opml.Models.Gguf;
using Opml.Models.Inference;

namespace Opml.Models.Tests.Inference;

/// <summary>Random models on random inputs, natively and in the machine: the outputs are the same bytes.</summary>
public class MachineAgreementTests
{
    private static readonly float[] s_special =
    [
        0f, -0f, float.Epsilon, -float.Epsilon, 1e-39f, -1e-39f, 1.17549435e-38f, float.MaxValue, float.MinValue,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN, BitConverter.UInt32BitsToSingle(0xffc1_2345), BitConverter.UInt32BitsToSingle(0x7f80_0001),
    ];

    public static TheoryData<GuestProgram, int[][]> Models => new()
    {
        { GuestProgram.Perceptron, [[10, 784]] },
        { GuestProgram.Perceptron, [[20, 50], [3, 20]] },
        { GuestProgram.Perceptron, [[33, 7], [17, 33], [1, 17], [5, 1]] },
        { GuestProgram.Perceptron, [[1, 5]] },
        { GuestProgram.Perceptron, [[4, 1]] },
        { GuestProgram.Perceptron, [[1, 1]] },
        { GuestProgram.LeNet, [[6, 1, 5, 5], [16, 6, 5, 5], [20, 256], [10, 20]] },
        { GuestProgram.LeNet, [[3, 2, 2, 2], [5, 48]] },
        { GuestProgram.LeNet, [[2, 1, 3, 3], [4, 2, 2, 2], [7, 4], [7], [2, 7]] }, // a layer norm
        { GuestProgram.LeNet, [[2, 1, 3, 3], [8], [3, 8], [3]] }, // layer norms first and last
        { GuestProgram.LeNet, [[2, 3, 2, 2], [1, 8], [3, 1]] },
        { GuestProgram.Quantized, [[6, 1, 5, 5], [16, 6, 5, 5], [20, 256], [10, 20]] },
        { GuestProgram.Quantized, [[3, 2, 2, 2], [5, 48]] },
        { GuestProgram.Quantized, [[64, 32], [3, 64]] },
        { GuestProgram.Quantized, [[20, 50], [3, 20], [1, 3]] },
        { GuestProgram.Quantized, [[1, 64]] }, // the blocks of one row
        { GuestProgram.Quantized, [[9, 3, 4, 4], [3, 81]] }, // three windows a side
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Outputs_are_the_same_bytes(GuestProgram program, int[][] layers)
    {
        var random = new Random(layers.Sum(static l => l[0]));
        for (int run = 0; run < 6; run++)
        {
            // Ordinary numbers; very small and very large ones; and those at which something happens, now and then.
            int spread = run switch { 2 => -40, 3 => 38, _ => 0 };
            bool wild = run >= 4 && program != GuestProgram.Quantized;
            float Draw() => wild && random.Next(40) == 0 ? s_special[random.Next(s_special.Length)]
                : wild && random.Next(10) == 0 ? BitConverter.UInt32BitsToSingle((uint)random.NextInt64(1L << 32))
                : MathF.ScaleB(ModelMaker.Normal(random), spread == 0 ? -2 : random.Next(Math.Min(spread, 0), Math.Max(spread, 0)) / (program == GuestProgram.Quantized ? 3 : 1));
            Model model = ModelMaker.Make(Draw, layers);
            byte[] file = program == GuestProgram.Quantized ? ModelMaker.ToGguf(model) : ModelMaker.ToGgml(model);
            var inference = ModelMaker.Load(file);
            Assert.Equal(program, inference.Program);
            byte[] input = run % 2 == 0
                ? [.. Enumerable.Range(0, inference.Inputs).Select(_ => random.Next(3) == 0 ? (byte)random.Next(256) : (byte)0)]
                : ModelMaker.Bytes(Enumerable.Range(0, inference.Inputs).Select(_ => Draw()));
            var expected = GuestMachine.Run(program.ToString().ToLowerInvariant().Replace("perceptron", "mnist", StringComparison.Ordinal), file, input);
            Assert.Null(expected.Problem);
            var answer = inference.Run(input);
            Assert.Equal(Convert.ToHexString(expected.Output), Convert.ToHexString(answer.Output));
            Assert.Equal(program == GuestProgram.Perceptron ? 4 : 4 + 4 * inference.Outputs, answer.Output.Length);
        }
    }

    public static TheoryData<string, int[][]> Ends => new()
    {
        { "dense", [[5, 36], [3, 5]] },
        { "a convolution", [[3, 1, 3, 3], [4, 12]] },
    };

    /// <summary>Numbers of fixed point have up to 15 bits and a sign, and what rounds up to 2^15 is one more than 16 bits hold.</summary>
    [Theory]
    [MemberData(nameof(Ends))]
    public void Numbers_at_the_ends_of_fixed_point_give_the_same_bytes(string what, int[][] layers)
    {
        var random = new Random(6);
        float[] ends = [MathF.BitDecrement(2), -MathF.BitDecrement(2), 1, -1, MathF.ScaleB(1, -14), MathF.ScaleB(1, -15), -MathF.ScaleB(1, -15), 0];
        byte[] file = ModelMaker.ToGguf(ModelMaker.Make(() => ModelMaker.Normal(random), layers));
        var inference = ModelMaker.Load(file);
        for (int run = 0; run < 8; run++)
        {
            byte[] input = run switch
            {
                0 => [.. Enumerable.Repeat((byte)255, 36)],
                1 => ModelMaker.Bytes(Enumerable.Repeat(ends[0], 36)),
                2 => ModelMaker.Bytes(Enumerable.Repeat(ends[1], 36)),
                _ => ModelMaker.Bytes(Enumerable.Range(0, 36).Select(_ => ends[random.Next(ends.Length)])),
            };
            var expected = GuestMachine.Run("quantized", file, input);
            Assert.Null(expected.Problem);
            Assert.True(expected.Output.AsSpan().SequenceEqual(inference.Run(input).Output), $"{what}, run {run}");
        }
    }

    private static readonly Model s_lenet = ModelMaker.Make(static () => 1, [2, 1, 3, 3], [4, 8]);

    public static TheoryData<string, string, byte[]> Refused
    {
        get
        {
            Model Of(params int[][] layers) => ModelMaker.Make(static () => 1, layers);
            var infinite = ModelMaker.Make(static () => float.PositiveInfinity, [4, 64]);

            // To the readers it has one dimension; to the writer, which quantizes none of one, it has two.
            var quantizedBias = new Model("m", [Of([32, 64]).Tensors[0], Tensor.Create(1, "t1", [1, 32], new float[32])]);
            return new()
            {
                { "a little-endian model", "mnist", ModelMaker.ToGgml(Of([2, 3]), ByteOrder.Little) },
                { "a little-endian GGUF file", "quantized", ModelMaker.ToGguf(s_lenet, order: ByteOrder.Little) },
                { "half precision in GGUF", "quantized", ModelMaker.ToGguf(Of([4, 64]), GgmlType.F16) },
                { "four bits in GGUF", "quantized", ModelMaker.ToGguf(Of([4, 64]), GgmlType.Q4_0) },
                { "a kernel that is quantized", "quantized", ModelMaker.ToGguf(Of([2, 1, 32, 32], [4, 8])) },
                { "a bias that is quantized", "quantized", ModelMaker.ToGguf(quantizedBias) },
                { "a layer norm in fixed point", "quantized", ModelMaker.ToGguf(Of([8, 4], [8], [2, 8])) },
                { "an infinite bias in fixed point", "quantized", ModelMaker.ToGguf(new Model("m", [Of([4, 64]).Tensors[0], infinite.Tensors[1]])) },
                { "an infinite weight in fixed point", "quantized", ModelMaker.ToGguf(new Model("m", [infinite.Tensors[0], Of([4, 64]).Tensors[1]]), GgmlType.F32) },
                { "layers that do not chain", "mnist", ModelMaker.ToGgml(Of([2, 3], [2, 4])) },
                { "a weight without a bias", "mnist", ModelMaker.ToGgml(new Model("m", [Of([2, 3]).Tensors[0]])) },
                { "a layer norm of a perceptron", "mnist", ModelMaker.ToGgml(Of([8, 4], [8], [2, 8])) },
                { "a convolution alone", "lenet", ModelMaker.ToGgml(Of([2, 1, 3, 3])) },
                { "a kernel that is no square", "lenet", ModelMaker.ToGgml(Of([2, 1, 3, 4], [4, 8])) },
                { "no square of numbers", "lenet", ModelMaker.ToGgml(Of([2, 1, 3, 3], [4, 6])) },
                { "other channels", "lenet", ModelMaker.ToGgml(Of([2, 1, 3, 3], [4, 3, 3, 3], [4, 4])) },
                { "a convolution behind a dense layer", "lenet", ModelMaker.ToGgml(Of([2, 1, 3, 3], [18, 2], [2, 2, 3, 3])) },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void A_model_that_the_guest_refuses_is_refused(string what, string guest, byte[] file)
    {
        var result = GuestMachine.Run(guest, file, new byte[64]);
        Assert.True(result.Problem?.StartsWith("model: ", StringComparison.Ordinal), $"{what}: {result.Problem}");
        string message = Assert.Throws<ModelFormatException>(() => ModelMaker.Load(file)).Message;
        Assert.StartsWith("'m'", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lenet", 24)]
    [InlineData("quantized", 24)]
    [InlineData("quantized", 144)]
    [InlineData("lenet", 0)]
    public void An_input_that_the_guest_refuses_is_refused(string guest, int length)
    {
        byte[] file = guest == "lenet" ? ModelMaker.ToGgml(s_lenet) : ModelMaker.ToGguf(s_lenet);
        byte[] input = new byte[length];
        if (length == 144)
            (input[0], input[1]) = (0xff, 0xc0); // 36 numbers, the first of which is a NaN
        var result = GuestMachine.Run(guest, file, input);
        Assert.StartsWith("input: ", result.Problem, StringComparison.Ordinal);
        Assert.Throws<ModelFormatException>(() => ModelMaker.Load(file).Run(input));
    }
}
