using RadLine;
using Spectre.Console;

namespace Opml.Shell.Editing;

/// <summary>Colours of a line's parts as they are typed: words of commands' names, and the marks between words.</summary>
/// <param name="commands">Names of commands; null for no colours.</param>
internal sealed class LineColours(IEnumerable<string>? commands) : IHighlighter
{
    private static readonly Style s_command = new(Color.Yellow), s_mark = new(Color.Grey), s_variable = new(Color.Green), s_quote = new(Color.Teal);

    private readonly HashSet<string>? _words = commands?.SelectMany(static name => name.Split('-')).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public Style? Highlight(string token) => _words is null || token.Length == 0 ? null : token[0] switch
    {
        '$' or '@' => s_variable,
        '\'' or '"' => s_quote,
        '|' or ';' or '-' or '{' or '}' or '(' or ')' => s_mark,
        _ when _words.Contains(token) => s_command,
        _ => null,
    };
}
