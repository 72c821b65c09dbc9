using System.Management.Automation;
using System.Text;
using Microsoft.PowerShell.Commands.Internal.Format;
using Opml.Shell.Cmdlets.Content;
using Opml.Shell.Cmdlets.Paths;
using Opml.Shell.Session;

namespace Opml.Shell.Cmdlets.Formatting;

/// <summary>Out-File, which is also what <c>&gt;</c> and <c>&gt;&gt;</c> run.</summary>
[Cmdlet(VerbsData.Out, "File", SupportsShouldProcess = true, DefaultParameterSetName = "ByPath")]
internal sealed class OutFileCommand : FrontEndCommandBase
{
    private StreamWriter? _writer;
    private LineWriter? _lines;

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "ByPath"), Alias("Path")]
    public string FilePath { get; set; } = "";

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "ByLiteralPath"), Alias("PSPath", "LP")]
    public string LiteralPath { get; set; } = "";

    [Parameter(Position = 1)]
    [EncodingArgument]
    public Encoding Encoding { get; set; } = EncodingArgumentAttribute.Default;

    [Parameter]
    public SwitchParameter Append { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter, Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int Width { get; set; } = int.MaxValue;

    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    protected override void BeginProcessing()
    {
        string file = SessionPath.File(this, ParameterSetName == "ByPath" ? FilePath : LiteralPath);
        string newLine = NoNewline ? "" : Environment.NewLine;
        if (ShouldProcess(file, "Output to File")) _writer = FileAccessErrors.Open(this, file, Append, Force, NoClobber, Encoding);
        _lines = new LineWriter(line => _writer?.Write(line + newLine), "");
        EngineParts.UseRenderer(this, _lines, Width);
        base.BeginProcessing();
    }

    protected override void EndProcessing()
    {
        base.EndProcessing();
        Close();
    }

    protected override void InternalDispose()
    {
        Close();
        base.InternalDispose();
    }

    private void Close()
    {
        _writer?.Dispose();
        _writer = null;
    }
}
