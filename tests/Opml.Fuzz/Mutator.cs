using System.Buffers.Binary;

namespace Opml.Fuzz;

/// <summary>Makes bad bytes of good ones.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> tokens)
{
    /// <summary>No input grows beyond this.</summary>
    public const int LengthAtMost = 1 << 16;

    private static readonly ulong[] s_numbers =
        [0, 1, 7, 8, 16, 31, 32, 55, 56, 63, 64, 127, 128, 255, 256, 4095, 4096, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, long.MaxValue, 1UL << 63, ulong.MaxValue];

    /// <summary>A changed copy of an input; another one to take pieces from.</summary>
    public byte[] Mutate(byte[] input, byte[] other)
    {
        byte[] bytes = [.. input];
        for (int changes = 1 << random.Next(5); changes > 0; changes--)
            bytes = Change(bytes, other);
        return bytes.Length <= LengthAtMost ? bytes : bytes[..LengthAtMost];
    }

    private byte[] Change(byte[] bytes, byte[] other)
    {
        if (bytes.Length == 0) return [(byte)random.Next(256)];
        int at = random.Next(bytes.Length);
        switch (random.Next(10))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 2:
                bytes[at] += (byte)random.Next(-16, 17);
                return bytes;
            case 3:
                PutNumber(bytes, at, s_numbers[random.Next(s_numbers.Length)] + (ulong)random.Next(-1, 2));
                return bytes;
            case 4:
                return Cut(bytes, at, random.Next(1, 1 + Math.Min(bytes.Length - at, 1 << random.Next(10))));
            case 5:
                return bytes[..at];
            case 6:
                int length = random.Next(1, 1 + Math.Min(bytes.Length - at, 256));
                return Insert(bytes, random.Next(bytes.Length + 1), bytes.AsSpan(at, length));
            case 7 when other.Length > 0:
                int from = random.Next(other.Length);
                return Insert(bytes, at, other.AsSpan(from, random.Next(1, 1 + Math.Min(other.Length - from, 256))));
            case 8 when tokens.Count > 0:
                return Insert(bytes, at, tokens[random.Next(tokens.Count)]);
            default:
                int size = Math.Min(random.Next(1, 9), bytes.Length - at);
                random.NextBytes(bytes.AsSpan(at, size));
                return bytes;
        }
    }

    private void PutNumber(byte[] bytes, int at, ulong number)
    {
        Span<byte> eight = stackalloc byte[8];
        int size = Math.Min(1 << random.Next(4), bytes.Length - at);
        if (random.Next(2) == 0)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(eight, number);
            eight[..size].CopyTo(bytes.AsSpan(at));
        }
        else
        {
            BinaryPrimitives.WriteUInt64BigEndian(eight, number);
            eight[^size..].CopyTo(bytes.AsSpan(at));
        }
    }

    private static byte[] Cut(byte[] bytes, int at, int length) => [.. bytes.AsSpan(0, at), .. bytes.AsSpan(at + length)];

    private static byte[] Insert(byte[] bytes, int at, ReadOnlySpan<byte> piece) => [.. bytes.AsSpan(0, at), .. piece, .. bytes.AsSpan(at)];
}
