namespace Opml.Node.Connection;

/// <summary>How long to wait after failures in a row.</summary>
internal static class Backoff
{
    private const double Longest = 30;

    public static TimeSpan After(int failures) => TimeSpan.FromSeconds(Math.Min(0.25 * Math.Pow(2, Math.Min(failures, 10)), Longest));
}
