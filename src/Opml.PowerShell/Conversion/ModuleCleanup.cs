using System.Management.Automation;
using Opml.Dispute.Devnet;

namespace Opml.PowerShell.Conversion;

/// <summary>Stops what the module started and the user did not, when the module is removed.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        foreach (AnvilDevnet node in RunningDevnets.All)
            RunningDevnets.StopAsync(node).GetAwaiter().GetResult();
    }
}
