using RadLine;

namespace Opml.Shell.Editing;

/// <summary>Ctrl+C: the line is given up.</summary>
internal sealed class EndLineCommand : LineEditorCommand
{
    public override void Execute(LineEditorContext context) => context.Submit(SubmitAction.Cancel);
}
