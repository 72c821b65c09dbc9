using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;
using Opml.Shell.Session;

namespace Opml.Shell.Cmdlets.Formatting;

/// <summary>Out-String: what the console would show, as one string or as lines. The engine needs it to feed native commands too.</summary>
[Cmdlet(VerbsData.Out, "String", DefaultParameterSetName = "NoNewLineFormatting"), Alias("oss")]
internal sealed class OutStringCommand : FrontEndCommandBase
{
    private LineWriter? _lines;

    [Parameter(ParameterSetName = "StreamFormatting")]
    public SwitchParameter Stream { get; set; }

    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int Width { get; set; }

    [Parameter(ParameterSetName = "NoNewLineFormatting")]
    public SwitchParameter NoNewline { get; set; }

    protected override void BeginProcessing()
    {
        _lines = new LineWriter(Stream ? WriteObject : null, NoNewline ? "" : Environment.NewLine);
        EngineParts.UseRenderer(this, _lines, Width > 0 ? Width : ConsoleWidth.Of(Host));
        base.BeginProcessing();
    }

    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (!Stream) WriteObject(_lines!.Text);
    }
}
