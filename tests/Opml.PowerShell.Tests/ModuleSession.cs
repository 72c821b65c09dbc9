using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Opml.PowerShell.Tests;

/// <summary>A runspace with the module, as Import-Module makes it, and nothing else that the engine does not bring.</summary>
public sealed class ModuleSession : IDisposable
{
    private readonly Runspace _runspace;

    public ModuleSession()
    {
        Root = FindRoot();
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([Path.Join(Root, "Opml.psd1")]);
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        Cmdlets = [.. Run("Get-Command -Module Opml").Select(static found => (CmdletInfo)found.BaseObject)];
    }

    /// <summary>The repository.</summary>
    public string Root { get; }

    /// <summary>The cmdlets that the module exports.</summary>
    public IReadOnlyList<CmdletInfo> Cmdlets { get; }

    public CmdletInfo Cmdlet(string name) => Cmdlets.Single(cmdlet => cmdlet.Name == name);

    /// <summary>Runs a script in the session's own scope; its first error is thrown.</summary>
    public IReadOnlyList<PSObject> Run(string script, params object[] arguments)
    {
        using System.Management.Automation.PowerShell shell = System.Management.Automation.PowerShell.Create(_runspace);
        shell.AddScript(script);
        foreach (object argument in arguments) shell.AddArgument(argument);
        IReadOnlyList<PSObject> output = [.. shell.Invoke()];
        if (shell.Streams.Error.Count > 0) throw new InvalidOperationException(shell.Streams.Error[0].ToString(), shell.Streams.Error[0].Exception);
        return output;
    }

    /// <summary>What Tab offers at the end of a line.</summary>
    public IReadOnlyList<CompletionResult> Complete(string line)
    {
        using System.Management.Automation.PowerShell shell = System.Management.Automation.PowerShell.Create(_runspace);
        Runspace.DefaultRunspace = _runspace; // this thread's, as a prompt has it
        return [.. CommandCompletion.CompleteInput(line, line.Length, null, shell).CompletionMatches];
    }

    public void Dispose()
    {
        Run("Remove-Module Opml");
        _runspace.Dispose();
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Join(at.FullName, "Opml.psd1"))) return at.FullName;
        throw new DirectoryNotFoundException("There is no Opml.psd1 from the test's folder upward.");
    }
}
