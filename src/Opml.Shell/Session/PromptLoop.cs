using System.Management.Automation.Language;
using Opml.Shell.CommandLine;
using Opml.Shell.Editing;
using Opml.Shell.Hosting;

namespace Opml.Shell.Session;

/// <summary>Reads lines until <c>exit</c> or the end of the input. A line that is not complete goes on after <c>&gt;&gt;</c>.</summary>
internal sealed class PromptLoop(PipelineRun pipeline, ShellHost host, ConsoleText console, ILineSource lines)
{
    /// <param name="greet">True to say what this is.</param>
    /// <param name="leave">True once the process has been told to end.</param>
    /// <returns>The code given to <c>exit</c>, or 0.</returns>
    public int Run(bool greet, Func<bool> leave)
    {
        if (greet) console.Write(HelpText.Version + "\n");
        while (host.RequestedExitCode is null && !leave())
        {
            if (Read() is not { } text)
            {
                console.Write("\n");
                break;
            }

            if (string.IsNullOrWhiteSpace(text)) continue;
            if (pipeline.Execute(text) == PipelineEnd.Stopped)
                console.Write("\n");
            console.EndProgress();
        }

        return host.RequestedExitCode ?? ExitCodes.Success;
    }

    private string? Read()
    {
        string? text = lines.ReadLine(pipeline.Evaluate("prompt") as string ?? "PS> ");
        while (text is not null && IsIncomplete(text))
        {
            string? more = lines.ReadLine(">> ");
            if (string.IsNullOrEmpty(more)) return text;
            text += "\n" + more;
        }

        return text;
    }

    private static bool IsIncomplete(string text)
    {
        Parser.ParseInput(text, out _, out ParseError[] errors);
        return errors.Length > 0 && errors.All(static error => error.IncompleteInput);
    }
}
