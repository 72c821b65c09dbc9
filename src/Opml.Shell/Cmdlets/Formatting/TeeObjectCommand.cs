using System.Management.Automation;
using System.Text;
using Opml.Shell.Cmdlets.Content;

namespace Opml.Shell.Cmdlets.Formatting;

/// <summary>Tee-Object: to a file or a variable, and on.</summary>
[Cmdlet("Tee", "Object", DefaultParameterSetName = "File")]
internal sealed class TeeObjectCommand : PSCmdlet, IDisposable
{
    private readonly List<object?> _kept = [];
    private SteppablePipeline? _file;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "File"), Alias("Path")]
    public string FilePath { get; set; } = "";

    [Parameter(Mandatory = true, ParameterSetName = "LiteralFile"), Alias("PSPath", "LP")]
    public string LiteralPath { get; set; } = "";

    [Parameter(ParameterSetName = "File"), Parameter(ParameterSetName = "Variable")]
    public SwitchParameter Append { get; set; }

    [Parameter(ParameterSetName = "File"), Parameter(ParameterSetName = "LiteralFile")]
    [EncodingArgument]
    public Encoding Encoding { get; set; } = EncodingArgumentAttribute.Default;

    [Parameter(Mandatory = true, ParameterSetName = "Variable")]
    public string Variable { get; set; } = "";

    public void Dispose() => _file?.Dispose();

    protected override void BeginProcessing()
    {
        if (ParameterSetName == "Variable")
        {
            if (Append && SessionState.PSVariable.GetValue(Variable) is { } before) _kept.AddRange(LanguagePrimitives.ConvertTo<object?[]>(before));
            return;
        }

        var arguments = new Dictionary<string, object>
        {
            [ParameterSetName == "File" ? "FilePath" : "LiteralPath"] = ParameterSetName == "File" ? FilePath : LiteralPath,
            ["Encoding"] = Encoding,
            ["Append"] = Append,
        };
        _file = ScriptBlock.Create("param($arguments) Out-File @arguments").GetSteppablePipeline(CommandOrigin.Internal, [arguments]);
        _file.Begin(expectInput: true);
    }

    protected override void ProcessRecord()
    {
        if (_file is null) _kept.Add(InputObject);
        else _file.Process(InputObject);
        WriteObject(InputObject);
    }

    protected override void EndProcessing()
    {
        if (_file is not null) _file.End();
        else SessionState.PSVariable.Set(Variable, _kept.Count == 1 ? _kept[0] : _kept.ToArray());
    }
}
