using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Opml.Shell.Editing;

/// <summary>The engine's completions of the line, gone through with every Tab and begun anew when the line is another.</summary>
internal sealed class Completion(Runspace runspace)
{
    private CommandCompletion? _found;
    private string _from = "";
    private string _shown = "";
    private int _at;

    /// <summary>The line and the cursor after one more Tab; null when there is nothing to choose.</summary>
    /// <param name="line">The line as it is.</param>
    /// <param name="cursor">Where in it the cursor is.</param>
    /// <param name="step">1 for the next choice, -1 for the one before.</param>
    public (string Line, int Cursor)? Next(string line, int cursor, int step)
    {
        if (_found is null || line != _shown)
        {
            _found = Complete(line, cursor);
            _from = line;
            _at = step > 0 ? -1 : 0;
        }

        int count = _found.CompletionMatches.Count;
        if (count == 0)
        {
            _found = null;
            return null;
        }

        _at = (_at + step + count) % count;
        string text = _found.CompletionMatches[_at].CompletionText;
        _shown = string.Concat(_from.AsSpan(0, _found.ReplacementIndex), text, _from.AsSpan(_found.ReplacementIndex + _found.ReplacementLength));
        return (_shown, _found.ReplacementIndex + text.Length);
    }

    private CommandCompletion Complete(string line, int cursor)
    {
        using PowerShell shell = PowerShell.Create(runspace);
        return CommandCompletion.CompleteInput(line, cursor, null, shell);
    }
}
