using System.Management.Automation;
using System.Management.Automation.Internal;

namespace Opml.Shell.Hosting;

/// <summary>
/// Everything the shell prints goes through here: one lock, colours only where a terminal shows them, and the progress line
/// taken away before other text and drawn again after it.
/// </summary>
internal sealed class ConsoleText
{
    private readonly Lock _gate = new();
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private bool _atLineStart = true;
    private bool _broken;

    public ConsoleText(TextWriter output, TextWriter error, bool outputIsTerminal, bool errorIsTerminal, bool colour)
    {
        _output = output;
        _error = error;
        OutputIsTerminal = outputIsTerminal;
        OutputColour = outputIsTerminal && colour;
        ErrorColour = errorIsTerminal && colour;
        Progress = new ProgressLine(errorIsTerminal ? error : null);
    }

    public bool OutputIsTerminal { get; }

    public bool OutputColour { get; }

    public bool ErrorColour { get; }

    public ProgressLine Progress { get; }

    /// <summary>A console on the process's own streams. NO_COLOR (any value) and TERM=dumb turn colours off.</summary>
    public static ConsoleText ForProcess()
    {
        bool colour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return new ConsoleText(Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected, colour);
    }

    public void Write(string text) => Write(_output, text, OutputColour, null, null);

    public void Write(string text, ConsoleColor? foreground, ConsoleColor? background) => Write(_output, text, OutputColour, foreground, background);

    public void WriteError(string text, ConsoleColor? foreground = null) => Write(_error, text, ErrorColour, foreground, null);

    public void UpdateProgress(long sourceId, ProgressRecord record)
    {
        lock (_gate)
        {
            if (_atLineStart) Guard(() => Progress.Update(sourceId, record));
        }
    }

    /// <summary>Enter was typed: the terminal's own echo has ended the line that a prompt or a question began.</summary>
    public void LineWasTyped()
    {
        lock (_gate) _atLineStart = true;
    }

    /// <summary>Takes away what progress has drawn: when a pipeline ends, however it ends.</summary>
    public void EndProgress()
    {
        lock (_gate) Guard(Progress.Reset);
    }

    /// <summary>The text without escape sequences.</summary>
    public static string Plain(string text) => text.Contains('\e') ? new StringDecorated(text).ToString(OutputRendering.PlainText) : text;

    private void Write(TextWriter writer, string text, bool colour, ConsoleColor? foreground, ConsoleColor? background)
    {
        if (text.Length == 0) return;
        string shown = colour ? AnsiColour.Wrap(text, foreground, background) : Plain(text);
        lock (_gate)
        {
            Guard(() =>
            {
                Progress.Hide();
                writer.Write(shown);
                _atLineStart = text.EndsWith('\n');
                if (_atLineStart) Progress.Show();
            });
        }
    }

    /// <summary>A reader that has gone (a closed pipe) is no error of the script: the rest is written nowhere.</summary>
    private void Guard(Action write)
    {
        if (_broken) return;
        try
        {
            write();
        }
        catch (IOException)
        {
            _broken = true;
        }
    }
}
