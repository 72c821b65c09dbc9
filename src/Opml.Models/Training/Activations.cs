namespace Opml.Models.Training;

/// <summary>A layer's inputs or outputs for a batch, in the two orders that the layers' loops want.</summary>
/// <param name="units">Values of a sample.</param>
/// <param name="batch">Samples at most.</param>
/// <param name="workers">Divide the work.</param>
internal sealed class Activations(int units, int batch, Workers workers)
{
    /// <summary>All values of unit 0, then of unit 1, ….</summary>
    public float[] ByUnit { get; } = new float[checked(units * batch)];

    /// <summary>All values of sample 0, then of sample 1, ….</summary>
    public float[] BySample { get; } = new float[units * batch];

    public int Units => units;

    /// <summary>Fills <see cref="ByUnit"/> from <see cref="BySample"/>.</summary>
    public void ToUnits(int count) => workers.For(units, 2L * count, (from, to) =>
    {
        for (int b = 0; b < count; b++)
        {
            var values = BySample.AsSpan(b * units, units);
            for (int j = from; j < to; j++)
                ByUnit[j * count + b] = values[j];
        }
    });

    /// <summary>Fills <see cref="BySample"/> from <see cref="ByUnit"/>.</summary>
    public void ToSamples(int count) => workers.For(units, 2L * count, (from, to) =>
    {
        for (int b = 0; b < count; b++)
        {
            var values = BySample.AsSpan(b * units, units);
            for (int j = from; j < to; j++)
                values[j] = ByUnit[j * count + b];
        }
    });
}
