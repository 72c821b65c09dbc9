using System.Numerics;
using Opml.Models.Inference;

namespace Opml.Models.Tests.Inference;

/// <summary>How numbers of fixed point come about, and how they are kept.</summary>
public class FixedNumbersTests
{
    [Fact]
    public void Bytes_are_the_nearest_255ths_of_2_to_the_15th()
    {
        var numbers = new FixedNumbers(256);
        numbers.SetBytes([.. Enumerable.Range(0, 256).Select(static b => (byte)b)]);
        Assert.Equal(15, numbers.Exponent);
        Assert.Equal(Enumerable.Range(0, 256).Select(static b => (int)Math.Floor(b * 32768 / 255.0 + 0.5)), Values(numbers));
        Assert.Equal(32768, Values(numbers)[^1]);
    }

    [Theory]
    [InlineData(new[] { 1f, -0.5f, 0f }, 14, new[] { 16384, -8192, 0 })]
    [InlineData(new[] { 3f, -1e-5f }, 13, new[] { 24576, 0 })]
    [InlineData(new[] { 1.9999999f, 1f }, 14, new[] { 32768, 16384 })]
    [InlineData(new[] { -1.9999999f, 1f, -1f, 1.9999999f, 0.00018310547f, -0.00018310547f }, 14, new[] { -32768, 16384, -16384, 32768, 3, -3 })]
    [InlineData(new[] { 0f, -0f }, 0, new[] { 0, 0 })]
    [InlineData(new[] { float.Epsilon, -float.Epsilon }, 163, new[] { 16384, -16384 })]
    public void The_largest_float_has_15_bits(float[] input, int exponent, int[] expected)
    {
        var numbers = new FixedNumbers(input.Length);
        numbers.SetSingles(input);
        Assert.Equal(exponent, numbers.Exponent);
        Assert.Equal(expected, Values(numbers));
        Assert.Equal(expected.Contains(-32768) ? 2 : 1, numbers.Parts);

        // The next are kept in one part again, in the same room.
        numbers.SetSingles([0.75f]);
        Assert.Equal((1, 15, 24576), (numbers.Parts, numbers.Exponent, Values(numbers).Single()));
    }

    [Theory]
    [InlineData(new[] { 5L, -7L, 0L }, 3, new[] { 5 << 12, 0, 0 }, 15)]
    [InlineData(new[] { (1L << 16) - 1, 1L << 15, 2L, 1L, -(1L << 40) }, 3, new[] { 32768, 16384, 1, 1, 0 }, 2)] // up to 2^15, and halves up
    [InlineData(new[] { 1L << 62, 1L << 47, (1L << 47) - 1, long.MinValue }, 60, new[] { 16384, 1, 0, 0 }, 12)]
    [InlineData(new[] { -1L, 0L }, 7, new[] { 0, 0 }, 7)]
    public void The_largest_sum_has_15_bits(long[] sums, int exponent, int[] expected, int becomes)
    {
        var numbers = new FixedNumbers(sums.Length);
        numbers.SetRectified([.. sums], 1, sums.Length, exponent);
        Assert.Equal(becomes, numbers.Exponent);
        Assert.Equal(expected, Values(numbers));
    }

    [Fact]
    public void Sums_of_places_become_images_whatever_their_number()
    {
        var random = new Random(3);
        for (int run = 0; run < 200; run++)
        {
            int places = 1 + random.Next(30), outputs = 1 + random.Next(20), padded = outputs + random.Next(4), bits = random.Next(2, 63);
            var sums = new long[places * padded];
            for (int i = 0; i < sums.Length; i++)
                sums[i] = i % padded < outputs ? random.NextInt64(-(1L << bits), (1L << bits) + 1) : 0;
            long most = Math.Max(sums.Max(), 0);
            int down = most == 0 ? 0 : (int)BigInteger.Log2(most) + 1 - 15;
            var expected = new List<int>();
            for (int output = 0; output < outputs; output++)
            {
                for (int place = 0; place < places; place++)
                {
                    var sum = new BigInteger(Math.Max(sums[place * padded + output], 0)) << 64;
                    expected.Add((int)(((sum >> (down + 63)) + 1) >> 1));
                }
            }

            var numbers = new FixedNumbers(places * outputs);
            numbers.SetRectified(sums, places, outputs, 9);
            Assert.Equal(9 - down, numbers.Exponent);
            Assert.Equal(expected, Values(numbers));
        }
    }

    private static int[] Values(FixedNumbers numbers)
    {
        int part = numbers.Values.Length / numbers.Parts;
        var values = new int[part - 1];
        for (int i = 0; i < values.Length; i++)
        {
            for (int j = 0; j < numbers.Parts; j++)
                values[i] -= numbers.Values[j * part + i];
        }

        return values;
    }
}
