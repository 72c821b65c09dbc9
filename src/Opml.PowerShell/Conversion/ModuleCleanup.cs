using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Opml.Dispute.Devnet;

namespace Opml.PowerShell.Conversion;

/// <summary>Stops the local nodes that a runspace started, when the module is removed from it.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        foreach (AnvilDevnet node in RunningDevnets.Of(Runspace.DefaultRunspace.InstanceId))
            RunningDevnets.StopAsync(node).GetAwaiter().GetResult();
    }
}
