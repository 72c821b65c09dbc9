using System.Buffers.Binary;
using System.Numerics;
using Opml.Models.Values;

namespace Opml.Models.Inference;

/// <summary>
/// Rows of Q8_0 weights: weight = q · scale · 2^-<see cref="Exponent"/>, where a block's scale is the nearest integer, halves away
/// from zero, that makes the largest of the matrix 15 bits long.
/// </summary>
internal sealed class FixedMatrix
{
    private const int ScaleBits = 15;

    private readonly sbyte[] _quants; // [rows, columns]
    private readonly int[] _scales; // [rows, blocks]

    private FixedMatrix(ReadOnlySpan<byte> blocks, ReadOnlySpan<long> scales, int rows, int down)
    {
        Rows = rows;
        Exponent = 24 - down;
        _quants = new sbyte[scales.Length * BlockQ8.Length];
        _scales = new int[scales.Length];
        for (int i = 0; i < scales.Length; i++)
        {
            _scales[i] = Scale(scales[i], down);
            for (int j = 0; j < BlockQ8.Length; j++)
                _quants[i * BlockQ8.Length + j] = (sbyte)blocks[i * BlockQ8.Bytes + 2 + j];
        }
    }

    public int Rows { get; }

    /// <summary>Blocks of a row.</summary>
    public int Blocks => _scales.Length / Rows;

    /// <summary>Weights of a row, zeros at its end included.</summary>
    public int Columns => _quants.Length / Rows;

    public int Exponent { get; }

    /// <summary>Quantizes rows as ggml does, each filled up with zeros to whole blocks; null when a value or a scale is not finite.</summary>
    public static FixedMatrix? Quantize(ReadOnlySpan<float> weights, int rows)
    {
        int columns = weights.Length / rows;
        var row = new float[(columns + BlockQ8.Length - 1) / BlockQ8.Length * BlockQ8.Length];
        int rowBytes = row.Length / BlockQ8.Length * BlockQ8.Bytes;
        var blocks = new byte[checked(rows * rowBytes)];
        for (int i = 0; i < rows; i++)
        {
            weights.Slice(i * columns, columns).CopyTo(row);
            if (!BlockQ8.Quantize(row, blocks.AsSpan(i * rowBytes, rowBytes)))
                return null;
        }

        return FromBlocks(blocks, rows);
    }

    /// <summary>Takes rows of blocks as little-endian files have them; null when a scale is not finite.</summary>
    public static FixedMatrix? FromBlocks(ReadOnlySpan<byte> blocks, int rows)
    {
        int count = blocks.Length / BlockQ8.Bytes;
        var scales = new long[count];
        long most = 0;
        for (int i = 0; i < count; i++)
        {
            var block = blocks.Slice(i * BlockQ8.Bytes, BlockQ8.Bytes);
            ushort half = BinaryPrimitives.ReadUInt16LittleEndian(block);
            int field = half >> 10 & 31;
            if (field == 31)
                return null;

            // In units of 2^-24, of which every binary16 number is a multiple.
            long units = field == 0 ? half & 1023 : (long)(half & 1023 | 1024) << (field - 1);
            most = Math.Max(most, units);
            scales[i] = (half & 0x8000) == 0 ? units : -units;
        }

        int down = most == 0 ? 0 : 64 - BitOperations.LeadingZeroCount((ulong)most) - ScaleBits;
        return new FixedMatrix(blocks, scales, rows, down);
    }

    public int Quant(int row, int column) => _quants[row * Columns + column];

    public int Scale(int row, int block) => _scales[row * Blocks + block];

    private static int Scale(long units, int down)
    {
        long magnitude = Math.Abs(units);
        magnitude = down <= 0 ? magnitude << -down : (magnitude + (1L << (down - 1))) >> down;
        return (int)(units < 0 ? -magnitude : magnitude);
    }
}
