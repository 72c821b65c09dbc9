namespace Opml.Shell.Tests;

/// <summary>The built shell as a process: what it printed, and how it ended.</summary>
internal sealed record ShellRun(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
