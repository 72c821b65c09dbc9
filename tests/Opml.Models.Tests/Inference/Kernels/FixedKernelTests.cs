using System.Buffers.Binary;
using Opml.Models.Inference;
using Opml.Models.Inference.Kernels;
using Opml.Models.Values;

namespace Opml.Models.Tests.Inference.Kernels;

/// <summary>Every kernel against sums of whole numbers one by one.</summary>
public class FixedKernelTests
{
    private static readonly Random s_random = new(13);

    public enum Drawn
    {
        Random,
        Ends,
        AllLeast,
        AllMost,
    }

    public static TheoryData<string, Drawn> Kernels
    {
        get
        {
            var data = new TheoryData<string, Drawn>();
            foreach (var kernel in FixedKernel.All)
            {
                foreach (Drawn drawn in Enum.GetValues<Drawn>())
                    data.Add(kernel.Name, drawn);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Sums_of_rows_are_exact(string name, Drawn drawn)
    {
        foreach (int rows in (int[])[1, 3, 4, 5, 8, 9, 16, 17, 33])
        {
            foreach (int columns in (int[])[1, 2, 31, 32, 33, 63, 64, 150])
                AssertSame(Kernel(name), new LayerPlan(LayerKind.Dense, columns, rows), drawn);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Sums_of_places_are_exact_and_the_largest_of_each_window_remains(string name, Drawn drawn)
    {
        foreach (int rows in (int[])[1, 6, 16, 20])
        {
            for (int kernel = 1; kernel <= 5; kernel++)
            {
                int windows = 1 + s_random.Next(4);
                AssertSame(Kernel(name), new LayerPlan(LayerKind.Convolution, 1 + s_random.Next(6), rows) { Kernel = kernel, Side = 2 * windows + kernel - 1 }, drawn);
            }
        }
    }

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        foreach (var kernel in FixedKernel.All.Where(static k => k.IsSupported))
        {
            var weights = new FixedWeights(Matrix(3, 4, Drawn.Random), [0, 1, 5, 6], kernel);
            long[] biases = new long[weights.Padded], sums = new long[4 * weights.Padded];
            Assert.Equal(7, weights.Reach);
            Assert.Throws<ArgumentException>(() => kernel.Multiply(weights, new short[6], 1, biases, sums));
            Assert.Throws<ArgumentException>(() => kernel.Multiply(weights, new short[12], 2, biases, sums));
            Assert.Throws<ArgumentException>(() => kernel.Multiply(weights, new short[7], 1, biases.AsSpan(1), sums));
            Assert.Throws<ArgumentException>(() => kernel.Multiply(weights, new short[7], 1, biases, sums.AsSpan(0, weights.Padded - 1)));
            Assert.Throws<ArgumentException>(() => kernel.MultiplyAndPool(weights, new short[24], 1, 5, 2, biases, sums));
            Assert.Throws<ArgumentException>(() => kernel.MultiplyAndPool(weights, new short[25], 1, 5, 2, biases, sums.AsSpan(1)));
            kernel.MultiplyAndPool(weights, new short[25], 1, 5, 2, biases, sums);
            foreach (var other in FixedKernel.All.Where(k => k.IsSupported && k.Lanes != kernel.Lanes))
                Assert.Throws<ArgumentException>(() => other.Multiply(weights, new short[7], 1, new long[100], new long[100]));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(1000)]
    public void A_kernel_that_this_processor_has_is_chosen(int rows)
    {
        Assert.True(FixedKernel.For(rows).IsSupported);
        Assert.True(FixedKernel.All[^1].IsSupported);
    }

    private static FixedKernel Kernel(string name)
    {
        var kernel = FixedKernel.All.Single(k => k.Name == name);
        Assert.SkipUnless(kernel.IsSupported, $"This processor has no {name}.");
        return kernel;
    }

    private static void AssertSame(FixedKernel kernel, LayerPlan plan, Drawn drawn)
    {
        int[] positions = plan.Positions();
        var matrix = Matrix(plan.Outputs, positions.Length, drawn);
        var weights = new FixedWeights(matrix, positions, kernel);
        int[] numbers = [.. Enumerable.Range(0, plan.Numbers).Select(_ => Number(drawn))];
        var biases = new long[weights.Padded];
        for (int i = 0; i < plan.Outputs; i++)
            biases[i] = drawn == Drawn.Random ? s_random.NextInt64(-1 << 30, 1 << 30) : 1L << 60;
        int places = plan.PooledSide * plan.PooledSide;
        long[] expected = [.. Enumerable.Range(0, places).SelectMany(w => Enumerable.Range(0, plan.Outputs).Select(row => Expected(plan, matrix, numbers, row, w) + biases[row]))];
        foreach (int parts in numbers.Contains(short.MinValue) ? [2] : (int[])[1, 2])
        {
            var sums = new long[places * weights.Padded];
            if (plan.Kind == LayerKind.Dense)
                kernel.Multiply(weights, Kept(numbers, parts), parts, biases, sums);
            else
                kernel.MultiplyAndPool(weights, Kept(numbers, parts), parts, plan.Side, plan.PooledSide, biases, sums);
            Assert.Equal(expected, sums.Chunk(weights.Padded).SelectMany(p => p.Take(plan.Outputs)));
            Assert.All(sums.Chunk(weights.Padded).SelectMany(p => p.Skip(plan.Outputs)), static s => Assert.Equal(0, s));
        }
    }

    private static long Expected(LayerPlan plan, FixedMatrix matrix, int[] numbers, int row, int window)
    {
        int[] positions = plan.Positions();
        long At(int place)
        {
            Int128 sum = 0;
            for (int i = 0; i < positions.Length; i++)
                sum += (Int128)matrix.Scale(row, i / BlockQ8.Length) * matrix.Quant(row, i) * numbers[place + positions[i]];
            return (long)sum;
        }

        int corner = 2 * (window / plan.PooledSide * plan.Side + window % plan.PooledSide);
        return plan.Kind == LayerKind.Dense ? At(0) : new[] { corner, corner + 1, corner + plan.Side, corner + plan.Side + 1 }.Max(At);
    }

    // Signs turned, and one number behind them that must not count; any two parts that fit are as good as others.
    private static short[] Kept(int[] numbers, int parts)
    {
        int part = numbers.Length + 1;
        var kept = new short[parts * part];
        Array.Fill(kept, (short)-12345);
        for (int i = 0; i < numbers.Length; i++)
        {
            int turned = -numbers[i];
            int first = parts == 1 ? turned : s_random.Next(Math.Max(short.MinValue, turned - short.MaxValue), Math.Min(short.MaxValue, turned - short.MinValue) + 1);
            kept[i] = checked((short)first);
            if (parts == 2)
                kept[part + i] = checked((short)(turned - first));
        }

        return kept;
    }

    private static FixedMatrix Matrix(int rows, int columns, Drawn drawn)
    {
        int blocks = (columns + BlockQ8.Length - 1) / BlockQ8.Length;
        var bytes = new byte[rows * blocks * BlockQ8.Bytes];
        for (int i = 0; i < rows * blocks; i++)
        {
            var block = bytes.AsSpan(i * BlockQ8.Bytes, BlockQ8.Bytes);
            BinaryPrimitives.WriteHalfLittleEndian(block, drawn switch
            {
                Drawn.Random => (Half)ModelMaker.Normal(s_random),
                Drawn.Ends => s_random.Next(2) == 0 ? Half.MaxValue : Half.MinValue,
                _ => Half.MaxValue,
            });
            for (int j = 0; j < BlockQ8.Length && i % blocks * BlockQ8.Length + j < columns; j++)
                block[2 + j] = (byte)(drawn switch { Drawn.Random => s_random.Next(-128, 128), Drawn.Ends => s_random.Next(2) == 0 ? -128 : 127, _ => -128 });
        }

        return FixedMatrix.FromBlocks(bytes, rows)!;
    }

    private static int Number(Drawn drawn) => drawn switch
    {
        Drawn.Random => s_random.Next(-32767, 32769),
        Drawn.Ends => s_random.Next(2) == 0 ? -32768 : 32768,
        Drawn.AllLeast => -32768,
        _ => 32768,
    };
}
