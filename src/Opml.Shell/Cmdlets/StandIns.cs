using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace Opml.Shell.Cmdlets;

/// <summary>
/// The standard cmdlets that the engine's package does not bring and that the project's scripts use. They exist in this shell
/// only; pwsh has its own. Each follows pwsh in the parameters it has, and has no parameter that it would ignore.
/// </summary>
internal static class StandIns
{
    public static void AddTo(InitialSessionState state)
    {
        foreach (Type type in typeof(StandIns).Assembly.GetTypes())
        {
            if (type.IsAbstract || type.GetCustomAttribute<CmdletAttribute>() is not { } cmdlet) continue;
            string name = cmdlet.VerbName + "-" + cmdlet.NounName;
            state.Commands.Add(new SessionStateCmdletEntry(name, type, helpFileName: null));
            if (type.GetCustomAttribute<AliasAttribute>() is not { } aliases) continue;
            foreach (string alias in aliases.AliasNames)
            {
                if (!state.Commands[alias].Any(static entry => entry is SessionStateAliasEntry))
                    state.Commands.Add(new SessionStateAliasEntry(alias, name));
            }
        }

        // The names that pwsh leaves to the system's own programs on Unix.
        if (OperatingSystem.IsWindows())
        {
            foreach ((string alias, string name) in WindowsAliases) state.Commands.Add(new SessionStateAliasEntry(alias, name));
        }
    }

    private static readonly (string Alias, string Name)[] WindowsAliases =
    [
        ("cat", "Get-Content"), ("compare", "Compare-Object"), ("cp", "Copy-Item"), ("diff", "Compare-Object"), ("ls", "Get-ChildItem"),
        ("mv", "Move-Item"), ("ps", "Get-Process"), ("rm", "Remove-Item"), ("rmdir", "Remove-Item"), ("sleep", "Start-Sleep"),
        ("sort", "Sort-Object"), ("tee", "Tee-Object"), ("write", "Write-Output"),
    ];
}
