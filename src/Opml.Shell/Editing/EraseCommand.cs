using RadLine;

namespace Opml.Shell.Editing;

/// <summary>Erases a part of the line: Ctrl+U what is before the cursor, Ctrl+K what is after it, Ctrl+W the word before it, Escape all.</summary>
/// <param name="part">Start and length of what goes.</param>
internal sealed class EraseCommand(Func<LineBuffer, (int Start, int Length)> part) : LineEditorCommand
{
    public override void Execute(LineEditorContext context)
    {
        (int start, int length) = part(context.Buffer);
        context.Buffer.Clear(start, length);
        context.Buffer.Move(start);
    }

    public static (int Start, int Length) WordBefore(LineBuffer buffer)
    {
        int at = buffer.Position;
        while (at > 0 && char.IsWhiteSpace(buffer.Content[at - 1])) at--;
        while (at > 0 && !char.IsWhiteSpace(buffer.Content[at - 1])) at--;
        return (at, buffer.Position - at);
    }
}
