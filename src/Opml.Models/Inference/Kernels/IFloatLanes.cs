namespace Opml.Models.Inference.Kernels;

/// <summary>What sums in single precision ask of a vector. Each operation rounds each lane to nearest even; none is fused with another.</summary>
internal interface IFloatLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Lanes of a vector.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(ref readonly float source);

    /// <summary>A number in every lane.</summary>
    static abstract TVector Broadcast(float value);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>The first where it is greater, which NaN is not and nothing is than NaN; else the second.</summary>
    static abstract TVector Greater(TVector a, TVector b);

    static abstract void Store(TVector value, ref float target);
}
