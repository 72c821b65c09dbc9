using Opml.Models.Inference;
using Opml.Models.Inference.Kernels;

namespace Opml.Models.Tests.Inference.Kernels;

/// <summary>Every kernel against one loop over single numbers, bit for bit; one NaN is as good as another.</summary>
public class FloatKernelTests
{
    private static readonly Random s_random = new(12);

    public static TheoryData<int> Kernels => [.. FloatKernel.All.Select(static k => k.Lanes)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_dense_layer_is_sums_in_order(int lanes)
    {
        foreach (int outputs in (int[])[1, 3, 4, 5, 8, 9, 16, 17, 31, 33, 48, 64, 65, 130])
        {
            foreach (int inputs in (int[])[1, 2, 7, 40])
            {
                foreach (bool wild in (bool[])[false, true])
                    AssertSame(new LayerPlan(LayerKind.Dense, inputs, outputs) { HasReLU = outputs % 2 == 1 }, lanes, wild);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_convolution_is_sums_in_order_and_the_largest_of_each_window(int lanes)
    {
        foreach (int outputs in (int[])[1, 3, 6, 9, 16, 20])
        {
            for (int kernel = 1; kernel <= 4; kernel++)
            {
                for (int windows = 1; windows <= 5; windows++)
                {
                    var plan = new LayerPlan(LayerKind.Convolution, 1 + s_random.Next(3), outputs) { Kernel = kernel, Side = 2 * windows + kernel - 1, HasReLU = true };
                    AssertSame(plan, lanes, wild: windows % 2 == 0);
                }
            }
        }
    }

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        foreach (var kernel in FloatKernel.All)
        {
            var weights = new FloatWeights(new float[12], new float[3], [0, 1, 5, 6], kernel);
            Assert.Throws<ArgumentException>(() => kernel.Multiply(weights, new float[6], false, new float[weights.Padded]));
            Assert.Throws<ArgumentException>(() => kernel.Multiply(weights, new float[7], false, new float[weights.Padded - 1]));
            Assert.Throws<ArgumentException>(() => kernel.MultiplyAndPool(weights, new float[24], 5, 2, new float[4 * weights.Padded]));
            Assert.Throws<ArgumentException>(() => kernel.MultiplyAndPool(weights, new float[25], 5, 2, new float[4 * weights.Padded - 1]));
            kernel.MultiplyAndPool(weights, new float[25], 5, 2, new float[4 * weights.Padded]);
            foreach (var other in FloatKernel.All.Where(k => k != kernel))
                Assert.Throws<ArgumentException>(() => other.Multiply(weights, new float[7], false, new float[100]));
        }
    }

    /// <summary>What a layer gives, by a kernel or by the best.</summary>
    internal static float[] Run(LayerPlan plan, float[] weights, float[] bias, float[] numbers, FloatKernel? kernel = null)
    {
        var layer = new FloatLayer(plan, weights, bias, kernel);
        var buffer = new float[layer.Numbers];
        numbers.CopyTo(buffer, 0);
        layer.Run(buffer, new float[layer.Room]);
        return buffer[..(plan.Outputs * plan.PooledSide * plan.PooledSide)];
    }

    private static void AssertSame(LayerPlan plan, int lanes, bool wild)
    {
        int inputs = plan.Positions().Length;
        float[] weights = Draw(plan.Outputs * inputs, wild), bias = Draw(plan.Outputs, wild), numbers = Draw(plan.Numbers, wild);
        float[] actual = Run(plan, weights, bias, numbers, FloatKernel.All.Single(k => k.Lanes == lanes));
        Assert.Equal(Expected(plan, weights, bias, numbers).Select(Bits), actual.Select(Bits));
    }

    private static IEnumerable<float> Expected(LayerPlan plan, float[] weights, float[] bias, float[] numbers)
    {
        int[] positions = plan.Positions();
        for (int output = 0; output < plan.Outputs; output++)
        {
            float At(int place)
            {
                float sum = 0;
                for (int i = 0; i < positions.Length; i++)
                {
                    float product = weights[output * positions.Length + i] * numbers[place + positions[i]];
                    sum += product;
                }

                sum += bias[output];
                return sum > 0 || !plan.HasReLU ? sum : 0;
            }

            for (int window = 0; window < plan.PooledSide * plan.PooledSide; window++)
            {
                int place = 2 * (window / plan.PooledSide * plan.Side + window % plan.PooledSide);
                yield return plan.Kind == LayerKind.Dense ? At(0)
                    : Math.Max(Math.Max(At(place), At(place + 1)), Math.Max(At(place + plan.Side), At(place + plan.Side + 1)));
            }
        }
    }

    private static float[] Draw(int count, bool wild) => [.. Enumerable.Range(0, count).Select(_ =>
        !wild || s_random.Next(20) != 0 ? ModelMaker.Normal(s_random)
        : s_random.Next(3) switch
        {
            0 => float.PositiveInfinity,
            1 => MathF.ScaleB(ModelMaker.Normal(s_random), -140),
            _ => BitConverter.UInt32BitsToSingle((uint)s_random.NextInt64(1L << 32)),
        })];

    private static uint Bits(float value) => float.IsNaN(value) ? 0x7fc0_0000 : BitConverter.SingleToUInt32Bits(value);
}
