using RadLine;
using Spectre.Console;

namespace Opml.Shell.Editing;

/// <summary>The prompt before the line, which is another one each time.</summary>
internal sealed class ShellPrompt : ILineEditorPrompt
{
    /// <summary>What stands before the line.</summary>
    public string Text { get; set; } = "";

    public (Markup Markup, int Margin) GetPrompt(ILineEditorState state, int line) => (new Markup(Markup.Escape(Text)), 0);
}
