using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Opml.Models.Inference.Kernels;

/// <summary>Four rows in 128-bit vectors.</summary>
internal readonly struct FixedLanes128<TProducts> : IFixedLanes<Vector128<int>, Vector128<long>>
    where TProducts : IFixedProducts
{
    public static bool IsSupported => TProducts.IsSupported;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Load(ref readonly int source) => Vector128.LoadUnsafe(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<long> LoadWide(ref readonly long source) => Vector128.LoadUnsafe(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Broadcast(int pair) => Vector128.Create(pair);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> AddProducts(Vector128<int> sums, Vector128<int> a, Vector128<int> b) => sums + TProducts.MultiplyPairs(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<long> AddScaledLower(Vector128<long> totals, Vector128<int> sums, ref readonly long scales) =>
        totals + TProducts.Multiply(Vector128.WidenLower(sums), Vector128.LoadUnsafe(in scales));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<long> AddScaledUpper(Vector128<long> totals, Vector128<int> sums, ref readonly long scales) =>
        totals + TProducts.Multiply(Vector128.WidenUpper(sums), Vector128.LoadUnsafe(in scales));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<long> Max(Vector128<long> a, Vector128<long> b) => Vector128.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<long> totals, ref long target) => totals.StoreUnsafe(ref target);
}
