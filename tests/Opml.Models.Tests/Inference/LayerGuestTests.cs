using System.Buffers.Binary;
using Opml.Models.Inference;
using Opml.Models.Numerics;
using Opml.Models.Tests.Inference.Kernels;

namespace Opml.Models.Tests.Inference;

/// <summary>The layers of the guests' library, one at a time, in the machine, against the floats of .NET in the same order.</summary>
public class LayerGuestTests
{
    private static readonly Random s_random = new(5);

    [Fact]
    public void Exponentials_and_roots()
    {
        float[] numbers = [.. Specials(), .. Enumerable.Range(0, 2000).Select(_ => s_random.NextSingle() * 210 - 105), .. Enumerable.Range(0, 500).Select(_ => Wild())];
        AssertSame(0, [], numbers, [.. numbers.SelectMany(static a => new[] { SingleMath.Exp(a), MathF.Sqrt(a) })]);
    }

    [Fact]
    public void Sums_differences_products_and_quotients()
    {
        float[] numbers = [.. Specials(), .. Enumerable.Range(0, 60).Select(_ => Wild())];
        AssertSame(1, [], numbers, [.. numbers.SelectMany(a => numbers.SelectMany(b => new[] { a + b, a - b, a * b, a / b }))]);
    }

    [Fact]
    public void Softmax()
    {
        for (int run = 0; run < 10; run++)
        {
            float[] x = Numbers(1 + s_random.Next(20), run % 2 == 1);
            AssertSame(2, [], x, [.. InferenceAnswer.Create(GuestProgram.LeNet, 0, x).Probabilities]);
        }
    }

    [Fact]
    public void Layer_norm()
    {
        for (int run = 0; run < 10; run++)
        {
            int count = 1 + s_random.Next(40);
            float[] gain = Numbers(count, run % 2 == 1), bias = Numbers(count, run % 2 == 1), x = Numbers(count, run % 2 == 1);
            float[] expected = [.. x];
            LayerNorm.Normalise(gain, bias, expected);
            AssertSame(3, [], [.. gain, .. bias, .. x], expected);
        }
    }

    [Fact]
    public void Dense()
    {
        for (int run = 0; run < 10; run++)
        {
            int inputs = 1 + s_random.Next(40), outputs = 1 + s_random.Next(70);
            float[] weights = Numbers(inputs * outputs, run % 2 == 1), bias = Numbers(outputs, run % 2 == 1), x = Numbers(inputs, run % 2 == 1);
            AssertSame(5, [inputs, outputs], [.. weights, .. bias, .. x], FloatKernelTests.Run(new LayerPlan(LayerKind.Dense, inputs, outputs), weights, bias, x));
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(3, 0)]
    public void Convolutions_of_every_stride_and_padding(int stride, int padding)
    {
        for (int run = 0; run < 4; run++)
        {
            int channels = 1 + s_random.Next(3), height = 4 + s_random.Next(6), width = 4 + s_random.Next(6), outputs = 1 + s_random.Next(4);
            int rows = 1 + s_random.Next(4), columns = 1 + s_random.Next(4);
            float[] weights = Numbers(outputs * channels * rows * columns, run % 2 == 1), bias = Numbers(outputs, run % 2 == 1);
            float[] x = Numbers(channels * height * width, run % 2 == 1);
            var expected = new List<float>();
            for (int o = 0; o < outputs; o++)
            {
                for (int top = -padding; top + rows <= height + padding; top += stride)
                {
                    for (int left = -padding; left + columns <= width + padding; left += stride)
                    {
                        float sum = 0;
                        int at = o * channels * rows * columns;
                        for (int c = 0; c < channels; c++)
                        {
                            for (int r = top; r < top + rows; r++)
                            {
                                for (int k = left; k < left + columns; k++)
                                {
                                    float number = r >= 0 && r < height && k >= 0 && k < width ? x[(c * height + r) * width + k] : 0;
                                    float product = weights[at++] * number;
                                    sum += product;
                                }
                            }
                        }

                        expected.Add(sum + bias[o]);
                    }
                }
            }

            AssertSame(4, [channels, height, width, outputs, rows, columns, stride, padding], [.. weights, .. bias, .. x], [.. expected]);
        }
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    [InlineData(1, 2)]
    public void Max_pools(int side, int stride)
    {
        for (int run = 0; run < 4; run++)
        {
            int channels = 1 + s_random.Next(3), height = 3 + s_random.Next(6), width = 3 + s_random.Next(6);
            float[] x = Numbers(channels * height * width, run % 2 == 1);
            var expected = new List<float>();
            for (int c = 0; c < channels; c++)
            {
                for (int top = 0; top + side <= height; top += stride)
                {
                    for (int left = 0; left + side <= width; left += stride)
                    {
                        float[] window = [.. from r in Enumerable.Range(top, side) from k in Enumerable.Range(left, side) select x[(c * height + r) * width + k]];
                        expected.Add(window[InferenceAnswer.Argmax(window)]);
                    }
                }
            }

            AssertSame(6, [channels, height, width, side, stride], x, [.. expected], exactNaN: true);
        }
    }

    private static void AssertSame(int layer, int[] sizes, float[] numbers, float[] expected, bool exactNaN = false)
    {
        int[] words = [layer, .. sizes, .. numbers.Select(BitConverter.SingleToInt32Bits)];
        byte[] input = [.. words.SelectMany(static w => BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(w)))];
        var result = GuestMachine.Run("layers", [], input);
        Assert.Null(result.Problem);
        Assert.Equal(expected.Length, BinaryPrimitives.ReadInt32BigEndian(result.Output));

        // Which NaN an operation gives is the processor's choice; the guests have one. A pool only passes on what it is given.
        var wanted = expected.Select(e => BitConverter.SingleToUInt32Bits(float.IsNaN(e) && !exactNaN ? SingleMath.NaN : e));
        Assert.Equal(wanted, result.Output.Skip(4).Chunk(4).Select(static b => BinaryPrimitives.ReadUInt32BigEndian(b)));
    }

    private static float[] Numbers(int count, bool wild) => [.. Enumerable.Range(0, count).Select(_ =>
        s_random.Next(5) == 0 ? 0 : wild && s_random.Next(8) == 0 ? Wild() : ModelMaker.Normal(s_random))];

    private static float Wild() => s_random.Next(3) == 0
        ? Specials()[s_random.Next(Specials().Length)]
        : BitConverter.UInt32BitsToSingle((uint)s_random.NextInt64(1L << 32));

    private static float[] Specials() =>
    [
        0f, -0f, 1f, -1f, float.Epsilon, -float.Epsilon, 1e-39f, 1.17549435e-38f, -1.17549435e-38f, float.MaxValue, float.MinValue,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN, BitConverter.UInt32BitsToSingle(0x7f80_0001),
    ];
}
