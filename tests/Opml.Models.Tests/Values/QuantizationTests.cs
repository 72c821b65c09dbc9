using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Opml.Models.Values;

namespace Opml.Models.Tests.Values;

public class QuantizationTests
{
    private static float[] Values => MemoryMarshal.Cast<byte, float>(TestFiles.Bytes("quantized.f32.bin")).ToArray();

    [Fact]
    public void Q8_0_is_bit_for_bit_what_NumPy_makes_of_ggml_s_definition()
    {
        var blocks = new byte[Values.Length / 32 * 34];
        Assert.True(BlockQ8.Quantize(Values, blocks));
        Assert.Equal(TestFiles.Bytes("quantized.q8_0.bin"), blocks);
    }

    [Fact]
    public void Q4_0_is_bit_for_bit_what_NumPy_makes_of_ggml_s_definition()
    {
        var blocks = new byte[Values.Length / 32 * 18];
        Assert.True(BlockQ4.Quantize(Values, blocks));
        Assert.Equal(TestFiles.Bytes("quantized.q4_0.bin"), blocks);
    }

    [Fact]
    public void Binary16_and_bfloat16_are_NumPy_s_and_PyTorch_s()
    {
        var halves = new byte[Values.Length * 2];
        Narrowing.ToHalf(Values, halves);
        Assert.Equal(TestFiles.Bytes("quantized.f16.bin"), halves);
        Narrowing.ToBFloat16(Values, halves);
        Assert.Equal(TestFiles.Bytes("quantized.bf16.bin"), halves);
    }

    [Theory]
    [InlineData(0x7f800000u, 0x7c00, 0x7f80)]
    [InlineData(0xff800000u, 0xfc00, 0xff80)]
    [InlineData(0x7fc00000u, 0x7e00, 0x7fc0)]
    [InlineData(0xff800001u, 0xfe00, 0xffc0)]
    [InlineData(0x7fffffffu, 0x7e00, 0x7fff)]
    [InlineData(0x477ff000u, 0x7c00, 0x4780)] // 65520 rounds to infinity
    [InlineData(0x477fefffu, 0x7bff, 0x4780)]
    [InlineData(0x33000000u, 0x0000, 0x3300)] // half of the smallest: to even
    [InlineData(0x33000001u, 0x0001, 0x3300)]
    [InlineData(0x3f808000u, 0x3c04, 0x3f80)]
    [InlineData(0x3f818000u, 0x3c0c, 0x3f82)]
    public void Edges_of_the_narrow_types(uint bits, int half, int bfloat)
    {
        var target = new byte[2];
        Narrowing.ToHalf([BitConverter.UInt32BitsToSingle(bits)], target);
        Assert.Equal((ushort)half, BinaryPrimitives.ReadUInt16LittleEndian(target));
        Narrowing.ToBFloat16([BitConverter.UInt32BitsToSingle(bits)], target);
        Assert.Equal((ushort)bfloat, BinaryPrimitives.ReadUInt16LittleEndian(target));
    }

    [Fact]
    public void Every_binary16_becomes_the_same_float_in_a_row_and_alone()
    {
        ushort[] all = [.. Enumerable.Range(0, 65536).Select(i => (ushort)i)];
        var row = new float[all.Length];
        ValueConversion.ToSingle(MemoryMarshal.AsBytes(all.AsSpan()), TensorType.Float16, row);
        Assert.Equal(all.Select(h => BitConverter.SingleToUInt32Bits(ValueConversion.FromHalf(h))), row.Select(BitConverter.SingleToUInt32Bits));
        Assert.All(all.Where(h => (h & 0x7fff) <= 0x7c00), h => Assert.Equal((float)BitConverter.UInt16BitsToHalf(h), ValueConversion.FromHalf(h)));
    }

    [Theory]
    [InlineData(1f, new[] { 1f, 0.5f, 0, -1 }, new[] { 127, 64, 0, -127 }, new[] { 0, 4, 8, 15 })]
    [InlineData(-8f, new[] { -8f, 8, 7.4f, 7.6f }, new[] { -127, 127, 117, 121 }, new[] { 0, 15, 15, 15 })]
    public void Small_blocks_by_hand(float extreme, float[] values, int[] q8, int[] q4)
    {
        var block = new float[32];
        values.CopyTo(block, 0);
        Assert.Equal(extreme, block[0]);
        var target = new byte[34];
        Assert.True(BlockQ8.Quantize(block, target));
        Assert.Equal(q8, target[2..6].Select(b => (int)(sbyte)b));
        Assert.True(BlockQ4.Quantize(block, target));
        Assert.Equal((Half)(extreme / -8), BinaryPrimitives.ReadHalfLittleEndian(target));
        Assert.Equal(q4, target[2..6].Select(b => b & 15));
        Assert.All(target[2..18], b => Assert.Equal(8, b >> 4));
    }

    // Values about halfway between two steps, where the last bit of 1 / d decides: d = max / 127 is rounded first.
    [Fact]
    public void Q8_0_rounds_as_ggml_does_about_halfway()
    {
        var random = new Random(1);
        var block = new float[32];
        var target = new byte[34];
        int deciding = 0;
        for (int n = 0; n < 2000; n++)
        {
            float largest = 1 + random.NextSingle();
            for (int i = 0; i < block.Length; i++)
                block[i] = i == 0 ? largest : (float)(largest * (2.0 * random.Next(127) + 1) / 254);
            float d = largest / 127, inverse = 1 / d;
            Assert.True(BlockQ8.Quantize(block, target));
            Assert.Equal(block.Select(x => (int)MathF.Round(x * inverse, MidpointRounding.AwayFromZero)), target[2..].Select(b => (int)(sbyte)b));
            deciding += block.Count(x => MathF.Round(x * inverse, MidpointRounding.AwayFromZero) != MathF.Round(x * (127 / largest), MidpointRounding.AwayFromZero));
        }

        Assert.InRange(deciding, 100, int.MaxValue);
    }

    [Theory]
    [InlineData(float.NaN, false)]
    [InlineData(float.PositiveInfinity, false)]
    [InlineData(float.NegativeInfinity, false)]
    [InlineData(1e9f, false)]
    [InlineData(500_000f, true)]
    [InlineData(1e-45f, true)]
    [InlineData(1e-39f, true)]
    public void A_block_that_has_no_finite_scale_is_refused_and_a_tiny_one_is_zero(float value, bool possible)
    {
        var block = new float[32];
        block[7] = value;
        var target = new byte[34];
        Assert.Equal(possible, BlockQ8.Quantize(block, target));
        var back = new float[32];
        if (possible)
        {
            BlockQ8.Dequantize(target, back);
            Assert.InRange(Math.Abs(back[7] - value), 0, value / 200 + 1e-6f);
        }

        Assert.Equal(possible, BlockQ4.Quantize(block, target));
        if (possible)
        {
            BlockQ4.Dequantize(target, back);
            Assert.InRange(Math.Abs(back[7] - value), 0, value / 1000 + 1e-6f);
        }
    }
}
