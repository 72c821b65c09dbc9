using System.Diagnostics;
using System.Globalization;

namespace Opml.Fuzz;

/// <summary>Feeds one target, in a process that it may bring down.</summary>
internal static class ChildProcess
{
    /// <summary>The exit code for a find whose input stands in the current file; its message is on the error stream.</summary>
    public const int Found = 3;

    public static int Run(string name, FuzzOptions options)
    {
        EndWithParent();
        FuzzTarget target = FuzzTargets.All.Single(known => known.Name == name);
        var random = new Random(options.Seed);
        var mutator = new Mutator(random, target.Tokens);
        var coverage = new Coverage();
        using var current = new CurrentInput(options.Current);
        var corpus = new List<byte[]>();
        long start = Stopwatch.GetTimestamp();
        byte[][] seeds = [.. target.Seeds().Where(seed => seed.Length <= Mutator.LengthAtMost), []];
        for (long count = 0; count < seeds.Length || Stopwatch.GetElapsedTime(start) < options.Time; count++)
        {
            byte[] input = count < seeds.Length ? seeds[count] : mutator.Mutate(Choose(corpus, random), Choose(corpus, random));
            current.Write(input);
            coverage.Clear();
            if (target.Feed(input) is { } wrong)
            {
                Console.Error.WriteLine(wrong);
                return Found;
            }

            if (coverage.Learn() || count < seeds.Length) corpus.Add(input);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{coverage.Count} {corpus.Count}"));
        return 0;
    }

    // The parent holds the other end of the input and sends nothing.
    private static void EndWithParent() => new Thread(() =>
    {
        Console.In.ReadToEnd();
        Environment.Exit(1);
    })
    { IsBackground = true }.Start();

    // The youngest are worth more: what they do is new.
    private static byte[] Choose(List<byte[]> corpus, Random random) =>
        corpus[random.Next(3) == 0 ? Math.Max(0, corpus.Count - 1 - random.Next(16)) : random.Next(corpus.Count)];
}
