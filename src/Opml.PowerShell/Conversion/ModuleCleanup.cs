using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Opml.Dispute.Devnet;
using Opml.Node;

namespace Opml.PowerShell.Conversion;

/// <summary>Stops the nodes and the local chains that a runspace started, when the module is removed from it.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        foreach (OpmlNodeHost node in RunningNodes.Of(Runspace.DefaultRunspace.InstanceId))
            node.DisposeAsync().AsTask().GetAwaiter().GetResult();
        foreach (AnvilDevnet node in RunningDevnets.Of(Runspace.DefaultRunspace.InstanceId))
            RunningDevnets.StopAsync(node).GetAwaiter().GetResult();
    }
}
