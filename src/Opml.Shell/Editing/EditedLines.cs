using System.Management.Automation.Runspaces;
using Opml.Shell.Hosting;
using RadLine;
using Spectre.Console;

namespace Opml.Shell.Editing;

/// <summary>Lines that are edited as they are typed: cursor keys, history, completion with Tab, colours.</summary>
internal sealed class EditedLines : ILineSource
{
    private readonly ConsoleText _console;
    private readonly HistoryFile _history;
    private readonly ShellPrompt _prompt = new();
    private readonly LineEditor _editor;
    private bool _atEnd;

    public EditedLines(ConsoleText console, Runspace runspace, HistoryFile history)
    {
        _console = console;
        _history = history;
        _editor = new LineEditor { Prompt = _prompt, Highlighter = new LineColours(console.OutputColour ? runspace.SessionStateProxy.InvokeCommand.GetCmdlets().Select(static cmdlet => cmdlet.Name) : null) };
        foreach (string line in history.Read()) _editor.History.Add(line);
        KeyBindings keys = _editor.KeyBindings;
        var completion = new Completion(runspace);
        keys.Add(ConsoleKey.Tab, () => new CompleteCommand(completion, 1));
        keys.Add(ConsoleKey.Tab, ConsoleModifiers.Shift, () => new CompleteCommand(completion, -1));
        keys.Add<PreviousHistoryCommand>(ConsoleKey.UpArrow);
        keys.Add<NextHistoryCommand>(ConsoleKey.DownArrow);
        keys.Add(ConsoleKey.C, ConsoleModifiers.Control, static () => new EndLineCommand());
        keys.Add(ConsoleKey.D, ConsoleModifiers.Control, () => new EndOfInputCommand(() => _atEnd = true));
        keys.Add<MoveHomeCommand>(ConsoleKey.A, ConsoleModifiers.Control);
        keys.Add<MoveEndCommand>(ConsoleKey.E, ConsoleModifiers.Control);
        keys.Add(ConsoleKey.U, ConsoleModifiers.Control, static () => new EraseCommand(static buffer => (0, buffer.Position)));
        keys.Add(ConsoleKey.K, ConsoleModifiers.Control, static () => new EraseCommand(static buffer => (buffer.Position, buffer.Length - buffer.Position)));
        keys.Add(ConsoleKey.W, ConsoleModifiers.Control, static () => new EraseCommand(EraseCommand.WordBefore));
        keys.Add(ConsoleKey.Escape, static () => new EraseCommand(static buffer => (0, buffer.Length)));
    }

    /// <summary>Whether this process has a terminal on which lines can be edited.</summary>
    public static bool IsPossible =>
        !Console.IsInputRedirected && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb" && LineEditor.IsSupported(AnsiConsole.Console);

    public string? ReadLine(string prompt)
    {
        string plain = ConsoleText.Plain(prompt);
        int last = plain.LastIndexOf('\n') + 1;
        if (last > 0) _console.Write(plain[..last]);
        _prompt.Text = plain[last..];
        _atEnd = false;
        bool before = Console.TreatControlCAsInput;
        Console.TreatControlCAsInput = true; // Ctrl+C gives up the line, and nothing else
        string? line;
        try
        {
            line = _editor.ReadLine(CancellationToken.None).GetAwaiter().GetResult();
        }
        finally
        {
            Console.TreatControlCAsInput = before;
        }

        _console.LineWasTyped();
        if (line is null) return _atEnd ? null : "";
        if (_history.Add(line)) _editor.History.Add(line);
        return line;
    }
}
