using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Opml.Models.Inference.Kernels;

/// <summary>Sixteen rows in 512-bit vectors: x64 with AVX-512F and BW.</summary>
internal readonly struct Avx512FixedLanes : IFixedLanes<Vector512<int>, Vector512<long>>
{
    public static bool IsSupported => Avx512BW.IsSupported;

    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Load(ref readonly int source) => Vector512.LoadUnsafe(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> LoadWide(ref readonly long source) => Vector512.LoadUnsafe(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Broadcast(int pair) => Vector512.Create(pair);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> AddProducts(Vector512<int> sums, Vector512<int> a, Vector512<int> b) =>
        sums + Avx512BW.MultiplyAddAdjacent(a.AsInt16(), b.AsInt16());

    // vpmuldq takes the lower half of each 64-bit lane.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> AddScaledLower(Vector512<long> totals, Vector512<int> sums, ref readonly long scales) =>
        totals + Avx512F.Multiply(Vector512.WidenLower(sums).AsInt32(), Vector512.LoadUnsafe(in scales).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> AddScaledUpper(Vector512<long> totals, Vector512<int> sums, ref readonly long scales) =>
        totals + Avx512F.Multiply(Vector512.WidenUpper(sums).AsInt32(), Vector512.LoadUnsafe(in scales).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> Max(Vector512<long> a, Vector512<long> b) => Vector512.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<long> totals, ref long target) => totals.StoreUnsafe(ref target);
}
