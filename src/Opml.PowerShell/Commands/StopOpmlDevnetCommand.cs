using System.Management.Automation;
using Opml.Dispute.Devnet;
using Opml.PowerShell.Completers;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Stops local Ethereum nodes.</summary>
[Cmdlet(VerbsLifecycle.Stop, "OpmlDevnet", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class StopOpmlDevnetCommand : AsyncOpmlCmdlet
{
    /// <summary>The nodes to stop.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(DevnetCompleter))]
    [ValidateNotNull]
    public AnvilDevnet[] Devnet { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (AnvilDevnet node in Devnet)
            if (ShouldProcess($"the local Ethereum node at {node.RpcUrl}", "Stop"))
                ForItem(node, () => Await(_ => RunningDevnets.StopAsync(node)));
    }
}
