using System.Management.Automation;
using Opml.PowerShell.Commands;

namespace Opml.PowerShell.Tests;

/// <summary>When progress is shown, and what it says.</summary>
public sealed class ProgressMeterTests
{
    private readonly Clock _clock = new();
    private readonly ProgressMeter _meter;

    public ProgressMeterTests() => _meter = new ProgressMeter("Doing", _clock);

    [Fact]
    public void Work_of_less_than_a_second_shows_nothing_and_has_nothing_to_complete()
    {
        _clock.Seconds = 0.9;
        Assert.Null(_meter.Due());
        Assert.Null(_meter.End());
    }

    [Fact]
    public void Longer_work_shows_four_records_a_second_and_completes_them()
    {
        int shown = 0;
        for (int i = 0; i <= 300; i++)
        {
            _clock.Seconds = i / 100.0;
            if (_meter.Due() is not null) shown++;
        }

        Assert.InRange(shown, 7, 9);
        Assert.Equal(ProgressRecordType.Completed, _meter.End()!.RecordType);
        Assert.Null(_meter.End());
    }

    [Theory]
    [InlineData(2e6, 8e6, 25, 6, "2.0 of 8.0 million steps, 1.0 a second (running)")]
    [InlineData(9e6, 8e6, 100, 0, "9.0 of 8.0 million steps, 4.5 a second (running)")]
    [InlineData(0, 8e6, 0, -1, "0.0 of 8.0 million steps, 0.0 a second (running)")]
    public void What_is_counted_has_a_rate_and_a_time_left(double done, double total, int percent, int secondsLeft, string text)
    {
        _meter.Begin("running", ProgressUnit.Steps, total);
        _meter.Advance(done);
        _clock.Seconds = 2;
        ProgressRecord record = _meter.Due()!;
        Assert.Equal(("Doing", percent, secondsLeft, text), (record.Activity, record.PercentComplete, record.SecondsRemaining, record.StatusDescription));
    }

    [Fact]
    public void Without_a_total_there_is_a_rate_alone()
    {
        _meter.Begin("running", ProgressUnit.Steps);
        _meter.Advance(3e6);
        _clock.Seconds = 2;
        ProgressRecord record = _meter.Due()!;
        Assert.Equal((-1, -1, "3.0 million steps, 1.5 a second (running)"), (record.PercentComplete, record.SecondsRemaining, record.StatusDescription));
    }

    [Fact]
    public void A_wait_says_how_long_it_lasts_and_how_long_it_will_at_most()
    {
        _clock.Seconds = 10;
        _meter.Begin("waiting", TimeSpan.FromSeconds(60));
        _meter.Rename("waiting still");
        _clock.Seconds = 15;
        ProgressRecord record = _meter.Due()!;
        Assert.Equal(("waiting still, 5 s", 55), (record.StatusDescription, record.SecondsRemaining));
    }

    private sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => (long)(Seconds * 1_000_000);
    }
}
