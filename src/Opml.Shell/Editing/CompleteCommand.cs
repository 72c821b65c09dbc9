using RadLine;

namespace Opml.Shell.Editing;

/// <summary>Tab and Shift+Tab.</summary>
internal sealed class CompleteCommand(Completion completion, int step) : LineEditorCommand
{
    public override void Execute(LineEditorContext context)
    {
        LineBuffer buffer = context.Buffer;
        if (completion.Next(buffer.Content, buffer.Position, step) is not { } next) return;
        buffer.Clear(0, buffer.Length);
        buffer.Move(0);
        buffer.Insert(next.Line);
        buffer.Move(next.Cursor);
    }
}
