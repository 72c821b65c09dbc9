namespace Opml.Shell.CommandLine;

/// <summary>The parsed command line.</summary>
/// <param name="Mode">What to do.</param>
/// <param name="Source">The script file's path, or the command text; empty in the other modes.</param>
/// <param name="Arguments">What follows a script file, still as typed.</param>
/// <param name="ModulePath">The manifest or folder given with <c>-ModulePath</c>.</param>
/// <param name="LoadModule">False with <c>-NoModule</c>.</param>
/// <param name="NonInteractive">True when questions must fail instead of being asked.</param>
/// <param name="NoLogo">True when the prompt opens without its greeting.</param>
/// <param name="NoExit">True when the prompt follows a script or command.</param>
/// <param name="WorkingDirectory">Where the session starts; the process's directory when null.</param>
internal sealed record ShellOptions(
    ShellMode Mode,
    string Source = "",
    IReadOnlyList<string>? Arguments = null,
    string? ModulePath = null,
    bool LoadModule = true,
    bool NonInteractive = false,
    bool NoLogo = false,
    bool NoExit = false,
    string? WorkingDirectory = null)
{
    public IReadOnlyList<string> Arguments { get; init; } = Arguments ?? [];
}
