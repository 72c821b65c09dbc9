using System.Diagnostics;
using System.Globalization;

namespace Opml.Benchmarks;

/// <summary>Times work several times after a warm-up and prints minimum, median and maximum. Machines are noisy: quote medians.</summary>
internal static class Measurement
{
    private const int Runs = 7;

    /// <summary>Seconds of each run, ascending.</summary>
    public static double[] Time(Action work)
    {
        work();
        var seconds = new double[Runs];
        for (int i = 0; i < Runs; i++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Array.Sort(seconds);
        return seconds;
    }

    /// <summary>Seconds of each run on something that is made anew before it, outside the time, ascending.</summary>
    public static double[] Time<T>(Func<T> prepare, Action<T> work) => Compare(prepare, work, () => { }).First;

    /// <summary>Seconds of each run of either work, which take turns, ascending; and the median ratio, pair by pair.</summary>
    public static (double[] First, double[] Second, double Ratio) Compare(Action first, Action second) =>
        Compare(() => 0, _ => first(), second);

    /// <inheritdoc cref="Compare(Action, Action)"/>
    /// <param name="prepare">Makes what the first works on, outside the time.</param>
    /// <param name="first">The work in question.</param>
    /// <param name="second">What it is held against.</param>
    public static (double[] First, double[] Second, double Ratio) Compare<T>(Func<T> prepare, Action<T> first, Action second)
    {
        first(prepare());
        second();
        double[] a = new double[Runs], b = new double[Runs], ratios = new double[Runs];
        for (int i = 0; i < Runs; i++)
        {
            T subject = prepare();
            a[i] = Once(() => first(subject));
            b[i] = Once(second);
            ratios[i] = b[i] / a[i];
        }
        Array.Sort(a);
        Array.Sort(b);
        Array.Sort(ratios);
        return (a, b, ratios[Runs / 2]);
    }

    /// <summary>Prints a figure: a quantity of work divided by the times that it took.</summary>
    public static void Report(string name, double[] seconds, double amount, string unit) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-52} {amount / seconds[Runs / 2],12:N1} {unit} (of {Runs}: {amount / seconds[^1]:N1} to {amount / seconds[0]:N1})"));

    /// <summary>The median. Sorts the values.</summary>
    public static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    public static void Say(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));

    private static double Once(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
