using RadLine;

namespace Opml.Shell.Editing;

/// <summary>Ctrl+D: leaves on an empty line, and deletes what is under the cursor on any other.</summary>
internal sealed class EndOfInputCommand(Action end) : LineEditorCommand
{
    public override void Execute(LineEditorContext context)
    {
        if (context.Buffer.Length > 0)
        {
            context.Execute(new DeleteCommand());
            return;
        }

        end();
        context.Submit(SubmitAction.Cancel);
    }
}
