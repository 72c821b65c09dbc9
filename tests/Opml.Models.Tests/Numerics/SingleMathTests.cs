using System.Numerics;
using Opml.Models.Numerics;

namespace Opml.Models.Tests.Numerics;

public class SingleMathTests
{
    [Theory]
    [InlineData(0x00000000, 0x3f800000)]
    [InlineData(0x80000001, 0x3f800000)]
    [InlineData(0x3f800000, 0x402df854)] // e
    [InlineData(0xbf800000, 0x3ebc5ab2)] // 1/e
    [InlineData(0x33800000, 0x3f800001)] // half of the last place of 1, and a little
    [InlineData(0x337fffff, 0x3f800000)]
    [InlineData(0xb3000000, 0x3f800000)]
    [InlineData(0xb3000001, 0x3f7fffff)]
    [InlineData(0x42b17217, 0x7f7fff84)] // the last that is finite
    [InlineData(0x42b17218, 0x7f800000)]
    [InlineData(0xc2aeac50, 0x007fffe6)] // a subnormal
    [InlineData(0xc2cff1b4, 0x00000001)]
    [InlineData(0xc2cff1b5, 0x00000000)]
    [InlineData(0x7f800000, 0x7f800000)]
    [InlineData(0xff800000, 0x00000000)]
    [InlineData(0xffc00001, 0x7fc00000)]
    public void Exponentials_at_the_edges(uint x, uint expected) =>
        Assert.Equal(expected, BitConverter.SingleToUInt32Bits(SingleMath.Exp(BitConverter.UInt32BitsToSingle(x))));

    [Fact]
    public void Exponentials_are_the_nearest_numbers()
    {
        // A double is right to 15 digits; where that leaves the nearest float32 open, nothing is said.
        for (uint bits = 0x33000000; bits < 0x42cf0000; bits += 4099)
        {
            foreach (uint sign in (uint[])[0, 1u << 31])
            {
                float x = BitConverter.UInt32BitsToSingle(bits | sign);
                double exact = StableMath.Exp(x);
                float low = (float)(exact * (1 - 1e-13)), high = (float)(exact * (1 + 1e-13));
                if (low == high)
                    Assert.Equal(low, SingleMath.Exp(x));
            }
        }
    }

    [Fact]
    public void Fixed_point_there_and_back()
    {
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++)
        {
            float x = MathF.ScaleB(random.NextSingle() - 0.5f, random.Next(40));
            int exponent = random.Next(20);
            Assert.Equal((long)Math.Round(x * Math.ScaleB(1, exponent), MidpointRounding.AwayFromZero), SingleMath.ToFixed(x, exponent));
            long whole = random.NextInt64() >> random.Next(63);
            Assert.Equal((float)(long)whole, SingleMath.FromFixed(whole, 0));
            Assert.Equal((float)(long)-whole, SingleMath.FromFixed(-whole, 0));
            Assert.Equal(MathF.ScaleB(whole, -30), SingleMath.FromFixed(whole, 30));
        }

        Assert.Equal((float)long.MinValue, SingleMath.FromFixed(long.MinValue, 0));
        Assert.Equal(float.Epsilon, SingleMath.FromFixed(1, 149));
        Assert.Equal(0, SingleMath.FromFixed(1, 150)); // half of it: to even
        Assert.Equal(float.Epsilon, SingleMath.FromFixed(3, 151));
        Assert.Equal(1L << 60, SingleMath.ToFixed(float.MaxValue, 0));
        Assert.Equal(-(1L << 60), SingleMath.ToFixed(-1, 61));
        Assert.Equal(1, SingleMath.ToFixed(float.Epsilon, 149));
        Assert.Equal(1, SingleMath.ToFixed(float.Epsilon, 148));
        Assert.Equal(0, SingleMath.ToFixed(float.Epsilon, 147));
        Assert.Equal(BigInteger.Log(1 << 20, 2), SingleMath.Exponent(1 << 20));
    }
}
