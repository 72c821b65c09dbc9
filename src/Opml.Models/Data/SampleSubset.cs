using Opml.Models.Numerics;

namespace Opml.Models.Data;

/// <summary>Some of the samples of a set, in place.</summary>
public sealed class SampleSubset : ILabelledSamples
{
    private readonly ILabelledSamples _samples;
    private readonly int[] _chosen;

    private SampleSubset(ILabelledSamples samples, int[] chosen)
    {
        _samples = samples;
        _chosen = chosen;
    }

    /// <inheritdoc/>
    public int Count => _chosen.Length;

    /// <inheritdoc/>
    public int Size => _samples.Size;

    /// <summary>Divides a set at random into what is learnt from and what is held out.</summary>
    /// <param name="samples">The set, of 2 samples or more.</param>
    /// <param name="share">The share to hold out, between 0 and 1; at least one sample falls to either side.</param>
    /// <param name="seed">Decides which; equal seeds divide equally.</param>
    /// <returns>Both parts, each in the set's order.</returns>
    /// <exception cref="ArgumentException">The set has less than 2 samples, or the share is none.</exception>
    public static (SampleSubset Training, SampleSubset HeldOut) Divide(ILabelledSamples samples, double share, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (!(share > 0 && share < 1))
            throw new ArgumentException($"A share of {share} to hold out: more than 0 and less than 1 is possible.", nameof(share));
        if (samples.Count < 2)
            throw new ArgumentException($"A set of {samples.Count} cannot be divided.", nameof(samples));
        int[] order = [.. Enumerable.Range(0, samples.Count)];
        var random = SplitMix64.For(seed, 0);
        random.Shuffle(order);
        int heldOut = Math.Clamp((int)Math.Round(samples.Count * share), 1, samples.Count - 1);
        Array.Sort(order, 0, heldOut);
        Array.Sort(order, heldOut, order.Length - heldOut);
        return (new SampleSubset(samples, order[heldOut..]), new SampleSubset(samples, order[..heldOut]));
    }

    /// <inheritdoc/>
    public void CopyTo(int index, Span<float> values) => _samples.CopyTo(_chosen[index], values);

    /// <inheritdoc/>
    public int GetClass(int index) => _samples.GetClass(_chosen[index]);
}
