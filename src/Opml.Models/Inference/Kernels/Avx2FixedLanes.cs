using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Opml.Models.Inference.Kernels;

/// <summary>Eight rows in 256-bit vectors: x64 with AVX2.</summary>
internal readonly struct Avx2FixedLanes : IFixedLanes<Vector256<int>, Vector256<long>>
{
    public static bool IsSupported => Avx2.IsSupported;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load(ref readonly int source) => Vector256.LoadUnsafe(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> LoadWide(ref readonly long source) => Vector256.LoadUnsafe(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Broadcast(int pair) => Vector256.Create(pair);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> AddProducts(Vector256<int> sums, Vector256<int> a, Vector256<int> b) =>
        sums + Avx2.MultiplyAddAdjacent(a.AsInt16(), b.AsInt16());

    // vpmuldq takes the lower half of each 64-bit lane.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> AddScaledLower(Vector256<long> totals, Vector256<int> sums, ref readonly long scales) =>
        totals + Avx2.Multiply(Vector256.WidenLower(sums).AsInt32(), Vector256.LoadUnsafe(in scales).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> AddScaledUpper(Vector256<long> totals, Vector256<int> sums, ref readonly long scales) =>
        totals + Avx2.Multiply(Vector256.WidenUpper(sums).AsInt32(), Vector256.LoadUnsafe(in scales).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> Max(Vector256<long> a, Vector256<long> b) => Vector256.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<long> totals, ref long target) => totals.StoreUnsafe(ref target);
}
