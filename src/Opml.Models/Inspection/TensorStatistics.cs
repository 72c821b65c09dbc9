using Opml.Models.Sources;
using Opml.Models.Values;

namespace Opml.Models.Inspection;

/// <summary>
/// What a tensor's values are like. All but the counts are of the finite values alone, in float64, and NaN when there is
/// none; 64-bit integers are rounded to float64.
/// </summary>
/// <param name="Minimum">The smallest.</param>
/// <param name="Maximum">The largest.</param>
/// <param name="Mean">The mean.</param>
/// <param name="StandardDeviation">The root of the mean squared distance from the mean (of the population: divided by the count).</param>
/// <param name="Zeros">How many are 0 or −0.</param>
/// <param name="NaNs">How many are no numbers.</param>
/// <param name="Infinities">How many are infinite.</param>
public sealed record TensorStatistics(
    double Minimum, double Maximum, double Mean, double StandardDeviation, long Zeros, long NaNs, long Infinities)
{
    /// <summary>Reads a tensor through once, in stretches.</summary>
    /// <param name="source">The file.</param>
    /// <param name="index">The tensor's index.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The statistics.</returns>
    /// <exception cref="ModelFormatException">The file turns out to be damaged.</exception>
    public static TensorStatistics Of(ITensorSource source, int index, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var reader = new ValueReader(source, index);
        var values = new double[ValueReader.Stretch];
        var singles = new float[ValueReader.Stretch];
        var all = new Accumulator();
        while (reader.Read(values, singles) is > 0 and int count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            all.Add(values.AsSpan(0, count));
        }

        return all.Result();
    }

    /// <summary>Means and squared distances of stretches, joined as Chan, Golub and LeVeque do (Am. Stat. 37, 1983).</summary>
    private struct Accumulator()
    {
        private double _minimum = double.PositiveInfinity;
        private double _maximum = double.NegativeInfinity;
        private double _mean;
        private double _squares;
        private long _finite;
        private long _zeros;
        private long _nans;
        private long _infinities;

        public void Add(ReadOnlySpan<double> values)
        {
            double sum = 0;
            long finite = 0;
            foreach (double value in values)
            {
                if (!double.IsFinite(value))
                {
                    _nans += double.IsNaN(value) ? 1 : 0;
                    _infinities += double.IsNaN(value) ? 0 : 1;
                    continue;
                }

                finite++;
                sum += value;
                _zeros += value == 0 ? 1 : 0;
                _minimum = Math.Min(_minimum, value);
                _maximum = Math.Max(_maximum, value);
            }

            if (finite == 0)
                return;
            double mean = sum / finite;
            double squares = 0;
            foreach (double value in values)
                squares += double.IsFinite(value) ? (value - mean) * (value - mean) : 0;
            double apart = mean - _mean;
            long together = _finite + finite;
            _squares += squares + (apart * apart * _finite * finite / together);
            _mean += apart * finite / together;
            _finite = together;
        }

        public readonly TensorStatistics Result() => _finite == 0
            ? new(double.NaN, double.NaN, double.NaN, double.NaN, _zeros, _nans, _infinities)
            : new(_minimum, _maximum, _mean, Math.Sqrt(_squares / _finite), _zeros, _nans, _infinities);
    }
}
