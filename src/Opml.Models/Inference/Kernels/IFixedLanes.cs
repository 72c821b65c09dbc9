namespace Opml.Models.Inference.Kernels;

/// <summary>What sums of 16-bit products ask of a vector: a 32-bit lane for each of several rows.</summary>
/// <typeparam name="TVector">32-bit lanes, or pairs of 16-bit ones.</typeparam>
/// <typeparam name="TWide">64-bit lanes, half as many.</typeparam>
internal interface IFixedLanes<TVector, TWide>
    where TVector : unmanaged
    where TWide : unmanaged
{
    /// <summary>Whether this processor has the instructions.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>32-bit lanes of a vector.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(ref readonly int source);

    static abstract TWide LoadWide(ref readonly long source);

    /// <summary>A pair of 16-bit numbers in every lane.</summary>
    static abstract TVector Broadcast(int pair);

    /// <summary>Adds to each lane both products of its 16-bit numbers, which are not all four -2^15.</summary>
    static abstract TVector AddProducts(TVector sums, TVector a, TVector b);

    /// <summary>Adds to each lane the 64-bit product of a sum of the lower half and its scale, which fits 32 bits.</summary>
    static abstract TWide AddScaledLower(TWide totals, TVector sums, ref readonly long scales);

    /// <summary>The same for the upper half.</summary>
    static abstract TWide AddScaledUpper(TWide totals, TVector sums, ref readonly long scales);

    static abstract TWide Max(TWide a, TWide b);

    static abstract void Store(TWide totals, ref long target);
}
