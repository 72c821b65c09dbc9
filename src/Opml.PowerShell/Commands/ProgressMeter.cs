using System.Globalization;
using System.Management.Automation;

namespace Opml.PowerShell.Commands;

/// <summary>
/// How far long work is, as progress records: none in its first second, then a few a second with rate and time left as far as
/// they can be told, and one that completes them. May be told from any thread.
/// </summary>
/// <remarks>All of it is in the status, the amount first: PowerShell's minimal view, its default, shows no current operation, and cuts the end off.</remarks>
/// <param name="activity">What is done, for the user.</param>
/// <param name="time">The clock.</param>
internal sealed class ProgressMeter(string activity, TimeProvider? time = null)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);
    private static int s_lastId = 0x6f70;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly long _start = (time ?? TimeProvider.System).GetTimestamp();
    private readonly int _id = Interlocked.Increment(ref s_lastId);
    private TimeSpan _next = s_patience;
    private TimeSpan _phaseStart;
    private string _phase = "working";
    private ProgressUnit? _unit;
    private double _done;
    private double? _total;
    private TimeSpan? _timeLeft;
    private bool _shown;

    /// <summary>A part of the work begins whose amount is not known.</summary>
    /// <param name="phase">What is done now, for the user.</param>
    /// <param name="timeLeft">When it ends at the latest, where there is such a time.</param>
    public void Begin(string phase, TimeSpan? timeLeft = null) => Begin(phase, null, null, timeLeft);

    /// <summary>A part of the work begins that is counted.</summary>
    /// <param name="phase">What is done now, for the user.</param>
    /// <param name="unit">What is counted.</param>
    /// <param name="total">How many there are; null where that is not known.</param>
    public void Begin(string phase, ProgressUnit unit, double? total = null) => Begin(phase, unit, total, null);

    /// <summary>What is done now has another name; it goes on.</summary>
    public void Rename(string phase)
    {
        lock (_gate) _phase = phase;
    }

    /// <summary>So many are done.</summary>
    public void Advance(double done)
    {
        lock (_gate) _done = done;
    }

    /// <summary>The record to show now; null when it is not time for one.</summary>
    public ProgressRecord? Due()
    {
        lock (_gate)
        {
            TimeSpan now = _time.GetElapsedTime(_start);
            if (now < _next) return null;
            _next = now + s_interval;
            _shown = true;
            return Record(now);
        }
    }

    /// <summary>The record that ends those that were shown; null when none was.</summary>
    public ProgressRecord? End()
    {
        lock (_gate)
        {
            if (!_shown) return null;
            _shown = false;
            return new ProgressRecord(_id, activity, "Done") { RecordType = ProgressRecordType.Completed };
        }
    }

    private void Begin(string phase, ProgressUnit? unit, double? total, TimeSpan? timeLeft)
    {
        lock (_gate)
        {
            (_phase, _unit, _total, _done, _timeLeft) = (phase, unit, total, 0, timeLeft);
            _phaseStart = _time.GetElapsedTime(_start);
        }
    }

    private ProgressRecord Record(TimeSpan now)
    {
        TimeSpan spent = now - _phaseStart;
        var record = new ProgressRecord(_id, activity, _phase);
        if (_unit is { } unit)
        {
            double rate = _done / Math.Max(spent.TotalSeconds, 1e-3);
            string of = _total is { } all ? string.Create(CultureInfo.CurrentCulture, $" of {all / unit.Scale:N1}") : "";
            record.StatusDescription = string.Create(CultureInfo.CurrentCulture, $"{_done / unit.Scale:N1}{of} {unit.Name}, {rate / unit.Scale:N1} a second ({_phase})");
            if (_total is { } total and > 0)
            {
                double left = Math.Max(total - _done, 0);
                record.PercentComplete = (int)(100 * (total - left) / total);
                if (rate > 0) record.SecondsRemaining = (int)Math.Min(left / rate, int.MaxValue);
            }
        }
        else
        {
            record.StatusDescription = string.Create(CultureInfo.CurrentCulture, $"{_phase}, {spent.TotalSeconds:0} s");
            if (_timeLeft is { } limit) record.SecondsRemaining = (int)Math.Max((limit - spent).TotalSeconds, 0);
        }

        return record;
    }
}
