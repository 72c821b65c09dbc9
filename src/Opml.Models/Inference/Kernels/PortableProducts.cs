using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Opml.Models.Inference.Kernels;

/// <summary>Operations that .NET has on any processor, with or without a vector unit.</summary>
internal readonly struct PortableProducts : IFixedProducts
{
    private const int Half = 16;

    public static bool IsSupported => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> MultiplyPairs(Vector128<int> a, Vector128<int> b) =>
        (a >> Half) * (b >> Half) + (a << Half >> Half) * (b << Half >> Half);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<long> Multiply(Vector128<long> a, Vector128<long> b) => a * b;
}
