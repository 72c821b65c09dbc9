using System.Collections.Immutable;
using System.Globalization;
using Opml.Models.Sources;

namespace Opml.Models.Inspection;

/// <summary>A tensor of a model file.</summary>
/// <param name="Info">What it is.</param>
/// <param name="Statistics">What its values are like; null when they were not read.</param>
public sealed record TensorSummary(TensorInfo Info, TensorStatistics? Statistics)
{
    /// <inheritdoc cref="TensorInfo.Index"/>
    public int Index => Info.Index;

    /// <inheritdoc cref="TensorInfo.Name"/>
    public string Name => Info.Name;

    /// <inheritdoc cref="TensorInfo.Type"/>
    public TensorType Type => Info.Type;

    /// <inheritdoc cref="TensorInfo.Shape"/>
    public ImmutableArray<int> Shape => Info.Shape;

    /// <inheritdoc cref="TensorInfo.Count"/>
    public long Count => Info.Count;

    /// <inheritdoc cref="TensorStatistics.Minimum"/>
    public double? Minimum => Statistics?.Minimum;

    /// <inheritdoc cref="TensorStatistics.Maximum"/>
    public double? Maximum => Statistics?.Maximum;

    /// <inheritdoc cref="TensorStatistics.Mean"/>
    public double? Mean => Statistics?.Mean;

    /// <inheritdoc cref="TensorStatistics.StandardDeviation"/>
    public double? StandardDeviation => Statistics?.StandardDeviation;

    /// <inheritdoc cref="TensorStatistics.Zeros"/>
    public long? Zeros => Statistics?.Zeros;

    /// <inheritdoc cref="TensorStatistics.NaNs"/>
    public long? NaNs => Statistics?.NaNs;

    /// <inheritdoc cref="TensorStatistics.Infinities"/>
    public long? Infinities => Statistics?.Infinities;

    /// <summary>Name, type, shape and, where they were read, the values in short.</summary>
    /// <returns>For instance <c>fc1.bias Float32 [20]: -0.1 to 0.2, mean 0.01, deviation 0.05</c>.</returns>
    public override string ToString() => Statistics is null
        ? Info.ToString()
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{Info}: {Minimum:g4} to {Maximum:g4}, mean {Mean:g4}, deviation {StandardDeviation:g4}{(NaNs > 0 ? $", {NaNs} NaN" : "")}{(Infinities > 0 ? $", {Infinities} infinite" : "")}");
}
