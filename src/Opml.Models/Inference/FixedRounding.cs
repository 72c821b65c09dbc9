using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Opml.Models.Inference;

/// <summary>Makes numbers of sums, in vectors.</summary>
internal static class FixedRounding
{
    /// <summary>The largest of sums, or 0 if none is above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long Most(ReadOnlySpan<long> sums)
    {
        int width = Vector<long>.Count, i = 0;
        Vector<long> a = default, b = default;
        for (; i + 2 * width <= sums.Length; i += 2 * width)
        {
            ref readonly long at = ref sums[i];
            a = Vector.Max(a, Vector.LoadUnsafe(in at));
            b = Vector.Max(b, Vector.LoadUnsafe(in at, (nuint)width));
        }

        a = Vector.Max(a, b);
        long most = 0;
        for (int lane = 0; lane < width; lane++)
            most = Math.Max(most, a[lane]);
        for (; i < sums.Length; i++)
            most = Math.Max(most, sums[i]);
        return most;
    }

    /// <summary>
    /// Each sum, or 0 if it is below, becomes itself · 2^-down to nearest, halves up, at most 2^15: and that with its sign turned, as
    /// <see cref="FixedNumbers"/> has it.
    /// </summary>
    /// <param name="sums">In whose room the numbers come.</param>
    /// <param name="down">-48 to 48.</param>
    /// <returns>The numbers, at the beginning of that room.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ReadOnlySpan<short> Rectify(Span<long> sums, int down)
    {
        int up = Math.Max(-down, 0);
        down = Math.Max(down, 0);
        long half = 1L << down >> 1;
        var numbers = MemoryMarshal.Cast<long, short>(sums)[..sums.Length];
        int width = Vector<long>.Count, i = 0;
        for (; i + 4 * width <= sums.Length; i += 4 * width)
        {
            // All four are read before the numbers, which take a quarter of their room, are written.
            ref long at = ref sums[i];
            var a = Round(ref at, up, half, down);
            var b = Round(ref Unsafe.Add(ref at, width), up, half, down);
            var c = Round(ref Unsafe.Add(ref at, 2 * width), up, half, down);
            var d = Round(ref Unsafe.Add(ref at, 3 * width), up, half, down);
            (-Vector.Narrow(Vector.Narrow(a, b), Vector.Narrow(c, d))).StoreUnsafe(ref numbers[i]);
        }

        for (; i < sums.Length; i++)
            numbers[i] = (short)-(((Math.Max(sums[i], 0) << up) + half) >> down);
        return numbers;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<long> Round(ref long sums, int up, long half, int down) =>
        Vector.ShiftRightLogical(Vector.ShiftLeft(Vector.Max(Vector.LoadUnsafe(ref sums), Vector<long>.Zero), up) + new Vector<long>(half), down);
}
