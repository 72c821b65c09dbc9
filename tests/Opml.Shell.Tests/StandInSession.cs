using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Opml.Shell.Session;

namespace Opml.Shell.Tests;

/// <summary>A runspace with the shell's commands, in this process, for table tests.</summary>
public sealed class StandInSession : IDisposable
{
    private readonly Runspace _runspace = RunspaceFactory.CreateRunspace(ShellSession.CreateState());

    public StandInSession() => _runspace.Open();

    public TestFolder Folder { get; } = new();

    /// <summary>The output as text, joined with commas; null as "null", an error that was written as "error: its id".</summary>
    public string Evaluate(string script)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        shell.AddScript("Set-Location -LiteralPath $args[0]; $ErrorActionPreference = 'Continue'").AddArgument(Folder.Path);
        shell.Invoke();
        shell.Commands.Clear();
        shell.Streams.ClearStreams();
        shell.AddScript(script, useLocalScope: true);
        IEnumerable<string> output;
        try
        {
            output = shell.Invoke().Select(static item => item is null ? "null" : Convert.ToString(LanguagePrimitives.ConvertTo<string>(item), CultureInfo.InvariantCulture)!);
        }
        catch (RuntimeException e)
        {
            output = ["threw: " + e.ErrorRecord.FullyQualifiedErrorId.Split(',')[0]];
        }

        return string.Join(",", output.Concat(shell.Streams.Error.Select(static e => "error: " + e.FullyQualifiedErrorId.Split(',')[0]))).ReplaceLineEndings("\n");
    }

    public void Dispose()
    {
        _runspace.Dispose();
        Folder.Dispose();
    }
}
