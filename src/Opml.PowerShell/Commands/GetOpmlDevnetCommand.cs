using System.Management.Automation;
using Opml.Dispute.Devnet;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Lists the local Ethereum nodes that this process started and that still run.</summary>
[Cmdlet(VerbsCommon.Get, "OpmlDevnet")]
[OutputType(typeof(AnvilDevnet))]
public sealed class GetOpmlDevnetCommand : OpmlCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(RunningDevnets.All, enumerateCollection: true);
}
