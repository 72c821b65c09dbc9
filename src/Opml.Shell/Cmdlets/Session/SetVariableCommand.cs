using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Session;

/// <summary>Set-Variable.</summary>
[Cmdlet(VerbsCommon.Set, "Variable", SupportsShouldProcess = true), Alias("sv", "set")]
[OutputType(typeof(PSVariable))]
internal sealed class SetVariableCommand : PSCmdlet
{
    private readonly List<object?> _values = [];

    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = [];

    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public object? Value { get; set; }

    [Parameter]
    [ValidateSet("Global", "Local", "Script")]
    public string? Scope { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord() => _values.Add(Value);

    protected override void EndProcessing()
    {
        object? value = _values.Count == 1 ? _values[0] : _values.ToArray();
        foreach (string name in Name)
        {
            if (!ShouldProcess($"Name: {name} Value: {value}", "Set variable")) continue;
            string scoped = Scope is null ? $"local:{name}" : $"{Scope}:{name}";
            SessionState.PSVariable.Set(scoped, value);
            if (PassThru) WriteObject(SessionState.PSVariable.Get(scoped));
        }
    }
}
