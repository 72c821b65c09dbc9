using Opml.Models.Numerics;

namespace Opml.Models.Tests.Numerics;

public class StableNumberTests
{
    [Fact]
    public void Exp_is_close_to_the_platform_s()
    {
        for (double x = -690; x <= 690; x += 0.37)
            Assert.InRange(StableMath.Exp(x) / Math.Exp(x), 1 - 1e-13, 1 + 1e-13);
        Assert.Equal(1, StableMath.Exp(0));
        Assert.Equal(0, StableMath.Exp(double.NegativeInfinity));
        Assert.Equal(0, StableMath.Exp(-701));
    }

    [Fact]
    public void Exp_is_the_same_bits_everywhere() =>
        Assert.Equal(
            [0x3ff0000000000000, 0x4005bf0a8b14576a, 0x3fd78b56362cef38, 0x12d9265e78d4438d],
            new[] { 0, 1, -1, -500.0 }.Select(x => BitConverter.DoubleToInt64Bits(StableMath.Exp(x))));

    [Fact]
    public void The_generator_gives_the_published_numbers()
    {
        // The reference implementation's first outputs for seed 1234567 (prng.di.unimi.it/splitmix64.c).
        var random = new SplitMix64(1234567);
        Assert.Equal(
            [6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL, 4593380528125082431UL, 16408922859458223821UL],
            Enumerable.Range(0, 5).Select(_ => random.Next()));
    }

    [Fact]
    public void Numbers_fall_evenly_into_their_range()
    {
        var random = new SplitMix64(5);
        var seen = new int[7];
        for (int i = 0; i < 70_000; i++)
            seen[random.Below(7)]++;
        Assert.All(seen, n => Assert.InRange(n, 9_500, 10_500));
        for (int i = 0; i < 1000; i++)
            Assert.InRange(random.Between(-2, 3), -2, 3);
    }
}
