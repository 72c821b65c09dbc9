using System.Diagnostics;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace Opml.Shell.Cmdlets.Machine;

/// <summary>Finds processes, and says so in pwsh's words when there is none.</summary>
internal static class ProcessFinder
{
    public static IEnumerable<Process> All() => Process.GetProcesses().OrderBy(static p => p.ProcessName, StringComparer.OrdinalIgnoreCase).ThenBy(static p => p.Id);

    public static Process? ById(Cmdlet cmdlet, int id)
    {
        try
        {
            return Process.GetProcessById(id);
        }
        catch (ArgumentException)
        {
            Report(cmdlet, $"Cannot find a process with the process identifier {id}.", "NoProcessFoundForGivenId", id);
            return null;
        }
    }

    public static IEnumerable<Process> ByName(Cmdlet cmdlet, string name)
    {
        WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        Process[] found = [.. All().Where(p => pattern.IsMatch(p.ProcessName))];
        if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            Report(cmdlet, $"Cannot find a process with the name \"{name}\". Verify the process name and call the cmdlet again.", "NoProcessFoundForGivenName", name);
        return found;
    }

    private static void Report(Cmdlet cmdlet, string message, string id, object target) =>
        cmdlet.WriteError(new ErrorRecord(new ProcessCommandException(message), id, ErrorCategory.ObjectNotFound, target));
}
