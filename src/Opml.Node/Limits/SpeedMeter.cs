using Opml.Dispute.Players;

namespace Opml.Node.Limits;

/// <summary>How fast this machine runs programs, by the runs that it made. Safe from any thread.</summary>
internal sealed class SpeedMeter
{
    private const double Weight = 0.25;

    // Below this, loading and hashing are measured rather than running.
    private const ulong LeastSteps = 1_000_000;

    private readonly Lock _turn = new();
    private double? _perSecond;

    /// <summary>Steps a second, newer runs counting for more; null before the first run that says something.</summary>
    public double? StepsPerSecond
    {
        get
        {
            lock (_turn) return _perSecond;
        }
    }

    public void Add(RunReport run)
    {
        double now = run.Steps / Math.Max(run.Elapsed.TotalSeconds, 1e-3);
        lock (_turn)
        {
            // A short run is slower than a long one for each step: it is taken only where there is nothing better.
            if (_perSecond is not { } known) _perSecond = now;
            else if (run.Steps >= LeastSteps || now > known) _perSecond = known + ((now - known) * Weight);
        }
    }
}
