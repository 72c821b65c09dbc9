using System.Diagnostics;

namespace Opml.Mips.Execution.Translated;

/// <summary>Where the time of the threads that run guests goes. Looking costs time itself; not for several threads at once.</summary>
internal sealed class EngineMeter
{
    private long _interpreting;
    private long _translating;

    /// <summary>Steps that were interpreted.</summary>
    public long InterpretedSteps { get; private set; }

    /// <summary>Times that translated code was entered.</summary>
    public long Entries { get; private set; }

    /// <summary>Spent in the interpreter.</summary>
    public TimeSpan Interpreting => Stopwatch.GetElapsedTime(0, _interpreting);

    /// <summary>Spent on finding, making and waiting for translations.</summary>
    public TimeSpan Translating => Stopwatch.GetElapsedTime(0, _translating);

    /// <summary>Counts an entry of translated code.</summary>
    public void AddEntry() => Entries++;

    /// <summary>Adds a stay in the interpreter.</summary>
    /// <param name="steps">Steps made.</param>
    /// <param name="since">Stopwatch's time when it began.</param>
    public void AddInterpreted(long steps, long since)
    {
        InterpretedSteps += steps;
        _interpreting += Stopwatch.GetTimestamp() - since;
    }

    /// <summary>Adds an attempt to have something translated.</summary>
    /// <param name="since">Stopwatch's time when it began.</param>
    public void AddTranslated(long since) => _translating += Stopwatch.GetTimestamp() - since;
}
