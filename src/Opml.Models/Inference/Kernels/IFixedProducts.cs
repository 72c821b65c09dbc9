using System.Runtime.Intrinsics;

namespace Opml.Models.Inference.Kernels;

/// <summary>What differs between 128-bit vectors: how they are multiplied.</summary>
internal interface IFixedProducts
{
    /// <summary>Whether this processor has the instructions.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>Of each lane's two 16-bit numbers with the other's, the sum of both products; the numbers are not all four -2^15.</summary>
    static abstract Vector128<int> MultiplyPairs(Vector128<int> a, Vector128<int> b);

    /// <summary>Products of 64-bit lanes that fit 32 bits.</summary>
    static abstract Vector128<long> Multiply(Vector128<long> a, Vector128<long> b);
}
