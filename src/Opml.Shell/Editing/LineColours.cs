using RadLine;
using Spectre.Console;

namespace Opml.Shell.Editing;

/// <summary>Colours of a line's words as they are typed.</summary>
internal sealed class LineColours(bool colour) : IHighlighter
{
    public Style? Highlight(string token)
    {
        if (!colour || token.Length == 0) return null;
        return token[0] switch
        {
            '$' or '@' => new Style(Color.Green),
            '\'' or '"' => new Style(Color.Teal),
            '-' when token.Length > 1 && char.IsLetter(token[1]) => new Style(Color.Grey),
            _ when IsCommand(token) => new Style(Color.Yellow),
            _ => null,
        };
    }

    /// <summary>Whether it looks like Verb-Noun.</summary>
    private static bool IsCommand(string token)
    {
        int dash = token.IndexOf('-', StringComparison.Ordinal);
        return dash > 1 && dash < token.Length - 1 && token.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-') && char.IsLetter(token[dash + 1]);
    }
}
