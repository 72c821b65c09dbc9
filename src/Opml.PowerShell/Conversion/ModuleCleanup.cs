using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Opml.Dispute.Devnet;

namespace Opml.PowerShell.Conversion;

/// <summary>Stops the nodes and the local chains that a runspace started, when the module is removed from it.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        // The assembly of nodes cannot be loaded any more where it never was: their cleanup comes without its types.
        foreach (Func<Task> end in RunspaceEnd.Take(Runspace.DefaultRunspace.InstanceId)) end().GetAwaiter().GetResult();
        foreach (AnvilDevnet node in RunningDevnets.Of(Runspace.DefaultRunspace.InstanceId))
            RunningDevnets.StopAsync(node).GetAwaiter().GetResult();
    }
}
