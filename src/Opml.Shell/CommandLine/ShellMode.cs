namespace Opml.Shell.CommandLine;

/// <summary>What one start of the shell does.</summary>
internal enum ShellMode
{
    Prompt,
    File,
    Command,
    StandardInput,
    Help,
    Version,
}
