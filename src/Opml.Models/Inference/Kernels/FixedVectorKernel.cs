using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Opml.Models.Inference.Kernels;

/// <summary>The kernel of one kind of lanes.</summary>
internal sealed class FixedVectorKernel<TVector, TWide, TLanes>(string name) : FixedKernel
    where TVector : unmanaged
    where TWide : unmanaged
    where TLanes : IFixedLanes<TVector, TWide>
{
    public override string Name => name;

    public override int Lanes => TLanes.Count;

    public override bool IsSupported => TLanes.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Multiply(FixedWeights weights, ReadOnlySpan<short> numbers, int parts, ReadOnlySpan<long> biases, Span<long> sums)
    {
        Check(weights, numbers, parts, 0, biases, sums, 1);
        int part = numbers.Length / parts;
        int[] positions = weights.Positions;
        ref readonly int pairs = ref Unsafe.As<short, int>(ref MemoryMarshal.GetArrayDataReference(weights.Pairs));
        ref readonly long scales = ref MemoryMarshal.GetArrayDataReference(weights.Scales);
        for (int row = 0; row < weights.Padded; row += TLanes.Count)
        {
            TWide lower = TLanes.LoadWide(in biases[row]), upper = TLanes.LoadWide(in biases[row + TLanes.Count / 2]);
            int first = 0;
            foreach (int end in weights.Ends)
            {
                TVector sum = default;
                for (int i = 0; i < parts; i++)
                {
                    ref readonly short number = ref numbers[i * part];
                    ref readonly int pair = ref pairs;
                    for (int term = first; term < end; term++)
                    {
                        sum = TLanes.AddProducts(sum, TLanes.Load(in pair), Two(in Next(in number, positions[term])));
                        pair = ref Next(in pair, TLanes.Count);
                    }
                }

                lower = TLanes.AddScaledLower(lower, sum, in scales);
                upper = TLanes.AddScaledUpper(upper, sum, in Next(in scales, TLanes.Count / 2));
                scales = ref Next(in scales, TLanes.Count);
                pairs = ref Next(in pairs, (end - first) * TLanes.Count);
                first = end;
            }

            TLanes.Store(lower, ref sums[row]);
            TLanes.Store(upper, ref sums[row + TLanes.Count / 2]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void MultiplyAndPool(
        FixedWeights weights, ReadOnlySpan<short> numbers, int parts, int side, int windows, ReadOnlySpan<long> biases, Span<long> sums)
    {
        Check(weights, numbers, parts, (2 * windows - 1) * (side + 1), biases, sums, windows * windows);
        int part = numbers.Length / parts;
        for (int row = 0; row < weights.Padded; row += TLanes.Count)
        {
            for (int top = 0; top < windows; top++)
            {
                for (int left = 0; left < windows; left++)
                {
                    var target = sums[((top * windows + left) * weights.Padded)..];
                    Pool(weights, numbers, part, 2 * (top * side + left), side, row, biases, target);
                }
            }
        }
    }

    // One vector of rows at four places: whatever is read of the weights serves them all.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pool(
        FixedWeights weights, ReadOnlySpan<short> numbers, int part, int place, nint side, int row, ReadOnlySpan<long> biases, Span<long> sums)
    {
        int[] positions = weights.Positions;
        ref readonly int pair = ref Unsafe.As<short, int>(ref weights.Pairs[2 * row * positions.Length]);
        ref readonly long scale = ref weights.Scales[row * weights.Ends.Length];
        TWide lower0 = TLanes.LoadWide(in biases[row]), upper0 = TLanes.LoadWide(in biases[row + TLanes.Count / 2]);
        TWide lower1 = lower0, lower2 = lower0, lower3 = lower0, upper1 = upper0, upper2 = upper0, upper3 = upper0;
        int first = 0;
        foreach (int end in weights.Ends)
        {
            TVector sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            for (int start = place; start < numbers.Length; start += part)
            {
                ref readonly short corner = ref numbers[start];
                ref readonly int two = ref pair;
                for (int term = first; term < end; term++)
                {
                    ref readonly short above = ref Next(in corner, positions[term]);
                    ref readonly short below = ref Next(in above, side);
                    TVector q = TLanes.Load(in two);
                    sum0 = TLanes.AddProducts(sum0, q, Two(in above));
                    sum1 = TLanes.AddProducts(sum1, q, Two(in Next(in above, 1)));
                    sum2 = TLanes.AddProducts(sum2, q, Two(in below));
                    sum3 = TLanes.AddProducts(sum3, q, Two(in Next(in below, 1)));
                    two = ref Next(in two, TLanes.Count);
                }
            }

            ref readonly long upperScale = ref Next(in scale, TLanes.Count / 2);
            lower0 = TLanes.AddScaledLower(lower0, sum0, in scale);
            lower1 = TLanes.AddScaledLower(lower1, sum1, in scale);
            lower2 = TLanes.AddScaledLower(lower2, sum2, in scale);
            lower3 = TLanes.AddScaledLower(lower3, sum3, in scale);
            upper0 = TLanes.AddScaledUpper(upper0, sum0, in upperScale);
            upper1 = TLanes.AddScaledUpper(upper1, sum1, in upperScale);
            upper2 = TLanes.AddScaledUpper(upper2, sum2, in upperScale);
            upper3 = TLanes.AddScaledUpper(upper3, sum3, in upperScale);
            scale = ref Next(in scale, TLanes.Count);
            pair = ref Next(in pair, (end - first) * TLanes.Count);
            first = end;
        }

        TLanes.Store(TLanes.Max(TLanes.Max(lower0, lower1), TLanes.Max(lower2, lower3)), ref sums[row]);
        TLanes.Store(TLanes.Max(TLanes.Max(upper0, upper1), TLanes.Max(upper2, upper3)), ref sums[row + TLanes.Count / 2]);
    }

    // The loops above read without looking: here it is seen that all they read is there.
    private static void Check(
        FixedWeights weights, ReadOnlySpan<short> numbers, int parts, int lastPlace, ReadOnlySpan<long> biases, Span<long> sums, int places)
    {
        if (weights.Kernel.Lanes != TLanes.Count || numbers.Length / parts < lastPlace + weights.Reach
            || biases.Length < weights.Padded || sums.Length < places * weights.Padded)
            throw new ArgumentException("Weights, numbers and sums do not fit together.");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Two(ref readonly short number) =>
        TLanes.Broadcast(Unsafe.ReadUnaligned<int>(in Unsafe.As<short, byte>(ref Unsafe.AsRef(in number))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref readonly T Next<T>(ref readonly T source, nint count) => ref Unsafe.Add(ref Unsafe.AsRef(in source), count);
}
