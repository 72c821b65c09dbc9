using System.Runtime.CompilerServices;

namespace Opml.Models.Numerics;

/// <summary>
/// What the guests' package f32 has beyond the processor's own operations, bit for bit: integer arithmetic, and so the same
/// everywhere.
/// </summary>
internal static class SingleMath
{
    private const uint Magnitude = 0x7fff_ffff;
    private const uint Infinity = 0x7f80_0000;
    private const uint Tiny = 0x3300_0000; // 2^-25: below, e^x is nearest to 1
    private const uint Huge = 0x42d0_0000; // 104: from there on it is past every number, or nearest to 0
    private const ulong Ln2High = 0xb172_17f7_d1cf_79ab; // ln 2 · 2^64, and the 32 bits that follow
    private const long Ln2Low = 0xc9e3_b398;
    private const long Log2OfE = 0x1_7154; // 1 / ln 2 · 2^16
    private const long One = 1L << 62;
    private const long MaximumFixed = 1L << 60;

    // 2^62 / k!, to nearest.
    private static readonly long[] s_series =
    [
        One, One, One / 2, 0xaaaaaaaaaaaaaab, 0x2aaaaaaaaaaaaab, 0x88888888888889, 0x16c16c16c16c17, 0x3403403403403,
        0x680680680680, 0xb8ef1d2ab64, 0x127e4fb778a, 0x1ae64567f5, 0x23ddb1dff, 0x2c248c27, 0x3272e95, 0x35cfe8,
    ];

    /// <summary>The one NaN that the guests' operations return.</summary>
    public static float NaN => BitConverter.UInt32BitsToSingle(0x7fc0_0000);

    /// <summary>The number nearest to e^x: 2^n · e^y by 15 terms of Taylor's series in units of 2^-62, |y| up to 0.348.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Exp(float x)
    {
        uint bits = BitConverter.SingleToUInt32Bits(x);
        uint magnitude = bits & Magnitude;
        if (magnitude > Infinity)
            return NaN;
        if (magnitude < Tiny)
            return 1;
        if (magnitude >= Huge)
            return x < 0 ? 0 : float.PositiveInfinity;

        // x is a multiple of 2^-48, as its last bit is at 2^-48 or above.
        long units = (long)(bits & 0x7f_ffff | 0x80_0000) << ((int)(magnitude >> 23) - 102);
        if (x < 0)
            units = -units;
        int n = (int)(((units >> 32) * Log2OfE + (1L << 31)) >> 32);

        // y = x - n · ln 2 in units of 2^-64; what overflows is whole.
        long y = unchecked((long)(((ulong)units << 16) - (ulong)n * Ln2High - (ulong)(n * Ln2Low >> 32)));
        long power = s_series[^1];
        for (int k = s_series.Length - 2; k >= 0; k--)
            power = s_series[k] + Math.BigMul(y, power, out _);
        if (power < One)
        {
            power <<= 1;
            n--;
        }

        // No power of e but e^0 is a number, so there is always something below.
        return Round(0, n + 127, (uint)(power >> 32) | 1);
    }

    /// <summary>The number nearest to i · 2^-exponent, ties to even.</summary>
    public static float FromFixed(long i, int exponent)
    {
        if (i == 0)
            return 0;
        ulong m = i < 0 ? unchecked((ulong)-i) : (ulong)i;
        int up = System.Numerics.BitOperations.LeadingZeroCount(m);
        uint high = (uint)(m << up >> 33);
        if ((m << up << 31) != 0)
            high |= 1;
        return Round(i < 0 ? 1u << 31 : 0, 190 - up - exponent, high);
    }

    /// <summary>The integer nearest to a finite x · 2^exponent, halves away from zero, within 2^60 on either side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long ToFixed(float x, int exponent)
    {
        if (x == 0)
            return 0;
        var (e, m) = Normalise(BitConverter.SingleToUInt32Bits(x) & Magnitude);
        int up = e - 150 + exponent;
        long i = up switch
        {
            < -24 => 0,
            < 0 => (m + (1L << (-up - 1))) >> -up,
            > 36 => MaximumFixed,
            _ => m << up,
        };
        return x < 0 ? -i : i;
    }

    /// <summary>The n for which the magnitude of a finite number that is not 0 is in [2^n, 2^(n+1)).</summary>
    public static int Exponent(float x) => Normalise(BitConverter.SingleToUInt32Bits(x) & Magnitude).Exponent - 127;

    // The exponent's field and 24 bits of significand; a subnormal's top bit is moved up and its exponent down.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int Exponent, long Significand) Normalise(uint magnitude)
    {
        int e = (int)(magnitude >> 23);
        uint m = magnitude & 0x7f_ffff;
        if (e != 0)
            return (e, m | 0x80_0000);
        int up = System.Numerics.BitOperations.LeadingZeroCount(m) - 8;
        return (1 - up, m << up);
    }

    // The number nearest to m · 2^(e - 157): m has its top bit at bit 30, and bit 0 may stand for anything smaller.
    private static float Round(uint sign, int e, uint m)
    {
        if (e <= 0)
        {
            int down = Math.Min(1 - e, 31);
            m = m >> down | (m << (32 - down) != 0 ? 1u : 0);
            e = 1;
        }
        else if (e >= 255)
        {
            return BitConverter.UInt32BitsToSingle(sign | Infinity);
        }

        m = (m + 0x3f + (m >> 7 & 1)) >> 7;
        return BitConverter.UInt32BitsToSingle(sign | (uint)(e - 1 << 23) + m);
    }
}
