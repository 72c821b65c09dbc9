using System.Diagnostics;

namespace Opml.Node.Hosting;

/// <summary>
/// The chain's clock as it stands now: the newest block's time, and what has passed here since that block was seen. Measures blocks' intervals
/// and how far this machine's clock is off. Safe from any thread.
/// </summary>
internal sealed class ChainClock
{
    private const double Weight = 0.2;
    private const double LongestMove = 12;

    private readonly Lock _turn = new();
    private ulong _time;
    private ulong _height;
    private long _seen;
    private double _interval = 1;
    private TimeSpan _skew;

    /// <summary>Seconds; 0 before the first block.</summary>
    public double Now
    {
        get
        {
            lock (_turn) return _time == 0 ? 0 : _time + Stopwatch.GetElapsedTime(_seen).TotalSeconds;
        }
    }

    /// <summary>By how much this machine's clock was ahead of the newest block's time when that block was seen.</summary>
    public TimeSpan Skew
    {
        get
        {
            lock (_turn) return _skew;
        }
    }

    /// <summary>From a decision to its block, about: the interval between blocks, 12 seconds at most.</summary>
    public double SecondsPerMove
    {
        get
        {
            lock (_turn) return Math.Clamp(_interval, 0.1, LongestMove);
        }
    }

    /// <summary>Notes the newest block.</summary>
    public void Saw(ulong height, ulong time)
    {
        lock (_turn)
        {
            if (height == _height && time == _time) return;
            if (_height != 0 && height > _height && time >= _time)
            {
                double interval = (time - _time) / (double)(height - _height);
                _interval += (Math.Min(interval, LongestMove) - _interval) * Weight;
            }
            bool isFirst = _height == 0;
            _height = height;
            _time = time;
            _seen = Stopwatch.GetTimestamp();
            // The first block may be old: nothing follows from it but how far the chain's clock is ahead.
            TimeSpan skew = DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeSeconds((long)Math.Min(time, 253_402_300_799));
            if (!isFirst || skew < TimeSpan.Zero) _skew = skew;
        }
    }
}
