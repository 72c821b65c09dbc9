using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Opml.Models.Values;

namespace Opml.Models.Inference;

/// <summary>
/// Rows of Q8_0 weights: weight = q · scale · 2^-<see cref="Exponent"/>, where a block's scale is the nearest integer, halves away
/// from zero, that makes the largest of the matrix 15 bits long.
/// </summary>
internal sealed class FixedMatrix
{
    private const int ScaleBits = 15;

    private readonly sbyte[] _quants; // [rows, blocks, 32]
    private readonly int[] _scales; // [rows, blocks]
    private readonly int _blocks;

    private FixedMatrix(sbyte[] quants, int[] scales, int rows, int exponent)
    {
        _quants = quants;
        _scales = scales;
        _blocks = scales.Length / rows;
        Rows = rows;
        Exponent = exponent;
    }

    public int Rows { get; }

    /// <summary>Numbers of a row, zeros at its end included.</summary>
    public int Columns => _blocks * BlockQ8.Length;

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
        var quants = new sbyte[count * BlockQ8.Length];
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
            MemoryMarshal.Cast<byte, sbyte>(block[2..]).CopyTo(quants.AsSpan(i * BlockQ8.Length));
        }

        int down = most == 0 ? 0 : 64 - BitOperations.LeadingZeroCount((ulong)most) - ScaleBits;
        return new FixedMatrix(quants, Array.ConvertAll(scales, s => Scale(s, down)), rows, 24 - down);
    }

    /// <summary>The sum over the row's blocks of scale · (the sum of q · number over the block, which fits 32 bits).</summary>
    public long Dot(int row, ReadOnlySpan<int> numbers)
    {
        long total = 0;
        var quants = _quants.AsSpan(row * Columns, Columns);
        foreach (int scale in _scales.AsSpan(row * _blocks, _blocks))
        {
            total += (long)DotBlock(quants[..BlockQ8.Length], numbers[..BlockQ8.Length]) * scale;
            quants = quants[BlockQ8.Length..];
            numbers = numbers[BlockQ8.Length..];
        }

        return total;
    }

    private static int DotBlock(ReadOnlySpan<sbyte> quants, ReadOnlySpan<int> numbers)
    {
        if (!Vector.IsHardwareAccelerated || BlockQ8.Length % Vector<sbyte>.Count != 0)
        {
            int plain = 0;
            for (int i = 0; i < quants.Length; i++)
                plain += quants[i] * numbers[i];
            return plain;
        }

        var sum = Vector<int>.Zero;
        int width = Vector<int>.Count;
        for (; !quants.IsEmpty; quants = quants[Vector<sbyte>.Count..], numbers = numbers[Vector<sbyte>.Count..])
        {
            Vector.Widen(new Vector<sbyte>(quants), out var low, out var high);
            Vector.Widen(low, out var a, out var b);
            Vector.Widen(high, out var c, out var d);
            sum += a * new Vector<int>(numbers) + b * new Vector<int>(numbers[width..])
                + c * new Vector<int>(numbers[(2 * width)..]) + d * new Vector<int>(numbers[(3 * width)..]);
        }

        return Vector.Sum(sum);
    }

    private static int Scale(long units, int down)
    {
        long magnitude = Math.Abs(units);
        magnitude = down <= 0 ? magnitude << -down : (magnitude + (1L << (down - 1))) >> down;
        return (int)(units < 0 ? -magnitude : magnitude);
    }
}
