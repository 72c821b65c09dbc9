using System.Management.Automation;
using Opml.Node.Status;
using Opml.PowerShell.Completers;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Stops nodes of this process; what they have signed is handed in first.</summary>
[Cmdlet(VerbsLifecycle.Stop, "OpmlNode", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class StopOpmlNodeCommand : AsyncOpmlCmdlet
{
    /// <summary>The nodes to stop.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(NodeCompleter))]
    [ValidateNotNull]
    public NodeStatus[] Node { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (NodeStatus status in Node)
        {
            if (!ShouldProcess($"the node of {status.Account} at contract {status.Contract}, with {status.Games.Length} games in play", "Stop")) continue;
            ForItem(status, () =>
            {
                if (RunningNodes.Find(status.Id) is { } node) Await(_ => node.StopAsync());
                else if (status.ProcessId != Environment.ProcessId)
                    throw new InvalidOperationException($"The node of {status.Account} runs in another process ({status.ProcessId}): stop it there, or by its service manager.");
            });
        }
    }
}
