using System.Management.Automation;

namespace Opml.Shell.Hosting;

/// <summary>
/// Progress as one line at the foot of the terminal: the innermost activity, its status, percentage and time left. Nothing is
/// drawn without a terminal. The caller holds the console's lock.
/// </summary>
internal sealed class ProgressLine(TextWriter? terminal)
{
    private const int BarWidth = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private readonly List<(long Source, ProgressRecord Record)> _records = [];
    private string _drawn = "";
    private long _lastDrawn;

    public void Update(long sourceId, ProgressRecord record)
    {
        if (terminal is null) return;
        int at = _records.FindIndex(r => r.Source == sourceId && r.Record.ActivityId == record.ActivityId);
        if (at >= 0) _records.RemoveAt(at);
        if (record.RecordType == ProgressRecordType.Completed)
        {
            if (_records.Count == 0) Hide();
            else Show();
            return;
        }

        _records.Add((sourceId, record));
        if (_drawn.Length == 0 || TimeSpan.FromMilliseconds(Environment.TickCount64 - _lastDrawn) >= Interval) Show();
    }

    public void Hide()
    {
        if (_drawn.Length == 0) return;
        terminal!.Write("\r\e[2K");
        _drawn = "";
    }

    public void Show()
    {
        if (terminal is null || _records.Count == 0) return;
        string line = Format(_records[^1].Record, Width());
        if (line == _drawn) return;
        terminal.Write("\r\e[2K" + line);
        _drawn = line;
        _lastDrawn = Environment.TickCount64;
    }

    public void Reset()
    {
        _records.Clear();
        Hide();
    }

    /// <summary>One line of at most <paramref name="width"/> - 1 characters, so that the terminal does not wrap it.</summary>
    internal static string Format(ProgressRecord record, int width)
    {
        string text = record.Activity;
        if (!string.IsNullOrWhiteSpace(record.StatusDescription)) text += ": " + record.StatusDescription;
        if (!string.IsNullOrWhiteSpace(record.CurrentOperation)) text += " (" + record.CurrentOperation + ")";
        string tail = "";
        if (record.PercentComplete >= 0)
        {
            int percent = Math.Min(record.PercentComplete, 100);
            int filled = percent * BarWidth / 100;
            tail = $" [{new string('#', filled)}{new string('.', BarWidth - filled)}] {percent,3}%";
        }

        if (record.SecondsRemaining >= 0) tail += $" {TimeSpan.FromSeconds(record.SecondsRemaining):hh\\:mm\\:ss} left";
        text = text.ReplaceLineEndings(" ");
        int room = Math.Max(0, width - 1 - tail.Length);
        if (text.Length > room) text = room > 1 ? text[..(room - 1)] + "…" : "";
        string line = text + tail;
        return line.Length < width ? line : line[..Math.Max(0, width - 1)];
    }

    private static int Width()
    {
        try
        {
            return Console.WindowWidth > 0 ? Console.WindowWidth : 80;
        }
        catch (IOException)
        {
            return 80;
        }
    }
}
