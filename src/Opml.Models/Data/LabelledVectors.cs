namespace Opml.Models.Data;

/// <summary>Vectors of float32 that are collected one by one, and the class of each.</summary>
public sealed class LabelledVectors : ILabelledSamples
{
    /// <summary>The greatest class that is possible.</summary>
    public const int GreatestClass = ushort.MaxValue;

    private readonly List<float[]> _vectors = [];
    private readonly List<ushort> _classes = [];

    /// <inheritdoc/>
    public int Count => _vectors.Count;

    /// <summary>Values of a sample; 0 before the first is added.</summary>
    public int Size { get; private set; }

    /// <summary>Adds a sample.</summary>
    /// <param name="values">Its values; taken over, not copied.</param>
    /// <param name="label">Its class, 0 to <see cref="GreatestClass"/>.</param>
    /// <exception cref="ArgumentException">
    /// There are no values, not as many as the samples before have, or one that is not finite; or the class is out of its range.
    /// </exception>
    public void Add(float[] values, int label)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length == 0)
            throw new ArgumentException($"Sample {Count} has no values.", nameof(values));
        if (Count > 0 && values.Length != Size)
            throw new ArgumentException($"Sample {Count} has {values.Length} values, and those before it {Size}.", nameof(values));
        int odd = Array.FindIndex(values, static v => !float.IsFinite(v));
        if (odd >= 0)
            throw new ArgumentException($"Value {odd} of sample {Count} is {values[odd]}: only finite numbers can be learnt from.", nameof(values));
        if (label is < 0 or > GreatestClass)
            throw new ArgumentException($"Sample {Count} is of class {label}: 0 to {GreatestClass} are possible.", nameof(label));
        Size = values.Length;
        _vectors.Add(values);
        _classes.Add((ushort)label);
    }

    /// <inheritdoc/>
    public void CopyTo(int index, Span<float> values) => _vectors[index].CopyTo(values);

    /// <inheritdoc/>
    public int GetClass(int index) => _classes[index];
}
