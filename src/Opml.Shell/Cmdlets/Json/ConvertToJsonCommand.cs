using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Json;

/// <summary>ConvertTo-Json.</summary>
[Cmdlet(VerbsData.ConvertTo, "Json")]
[OutputType(typeof(string))]
internal sealed class ConvertToJsonCommand : PSCmdlet
{
    private const int DefaultDepth = 2;
    private const int MaximumDepth = 100;
    private readonly List<object?> _items = [];

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    [Parameter]
    [ValidateRange(0, MaximumDepth)]
    public int Depth { get; set; } = DefaultDepth;

    [Parameter]
    public SwitchParameter Compress { get; set; }

    [Parameter]
    public SwitchParameter EnumsAsStrings { get; set; }

    [Parameter]
    public SwitchParameter AsArray { get; set; }

    protected override void ProcessRecord() => _items.Add(InputObject);

    protected override void EndProcessing()
    {
        if (_items.Count == 0) return;
        var serializer = new JsonSerializer(Depth, Compress, EnumsAsStrings);
        string text = serializer.Serialize(_items.Count > 1 || AsArray ? _items : _items[0]);
        if (serializer.Truncated)
            WriteWarning($"Resulting JSON is truncated as serialization has exceeded the set depth of {Depth}.");
        WriteObject(text);
    }
}
