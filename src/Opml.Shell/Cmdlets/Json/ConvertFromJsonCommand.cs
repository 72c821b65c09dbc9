using System.Management.Automation;
using System.Text.Json;

namespace Opml.Shell.Cmdlets.Json;

/// <summary>ConvertFrom-Json. Piped strings are one text; if the first is already complete, each is a text of its own.</summary>
[Cmdlet(VerbsData.ConvertFrom, "Json")]
internal sealed class ConvertFromJsonCommand : PSCmdlet
{
    private const int DefaultDepth = 1024;
    private readonly List<string> _texts = [];

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string InputObject { get; set; } = "";

    [Parameter]
    public SwitchParameter AsHashtable { get; set; }

    [Parameter]
    [ValidateRange(1, 1000000)]
    public int Depth { get; set; } = DefaultDepth;

    [Parameter]
    public SwitchParameter NoEnumerate { get; set; }

    protected override void ProcessRecord() => _texts.Add(InputObject);

    protected override void EndProcessing()
    {
        if (_texts.Count > 1 && IsWhole(_texts[0]))
        {
            foreach (string text in _texts) Convert(text);
        }
        else if (_texts.Count > 0) Convert(string.Join('\n', _texts));
    }

    private void Convert(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return;
        try
        {
            WriteObject(new JsonReader(AsHashtable, Depth).Read(text), enumerateCollection: !NoEnumerate);
        }
        catch (JsonException e)
        {
            ThrowTerminatingError(new ErrorRecord(
                new ArgumentException($"Conversion from JSON failed with error: {e.Message}", e), "System.ArgumentException", ErrorCategory.NotSpecified, null));
        }
    }

    private bool IsWhole(string text)
    {
        try
        {
            new JsonReader(AsHashtable, Depth).Read(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
