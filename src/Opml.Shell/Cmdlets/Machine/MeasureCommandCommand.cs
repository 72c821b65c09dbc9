using System.Diagnostics;
using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Machine;

/// <summary>Measure-Command: runs a script block in the caller's scope and gives its duration.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Command")]
[OutputType(typeof(TimeSpan))]
internal sealed class MeasureCommandCommand : PSCmdlet
{
    private readonly Stopwatch _watch = new();

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0, Mandatory = true)]
    public ScriptBlock? Expression { get; set; }

    protected override void ProcessRecord()
    {
        _watch.Start();
        object?[] input = InputObject is null ? [] : [InputObject];
        InvokeCommand.InvokeScript(useLocalScope: false, Expression!, input);
        _watch.Stop();
    }

    protected override void EndProcessing() => WriteObject(_watch.Elapsed);
}
