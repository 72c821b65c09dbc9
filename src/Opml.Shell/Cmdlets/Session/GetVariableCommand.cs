using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Session;

/// <summary>Get-Variable, in the scope of the caller and around it.</summary>
[Cmdlet(VerbsCommon.Get, "Variable"), Alias("gv")]
[OutputType(typeof(PSVariable))]
internal sealed class GetVariableCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = ["*"];

    [Parameter]
    public SwitchParameter ValueOnly { get; set; }

    [Parameter]
    [ValidateSet("Global", "Local", "Script")]
    public string? Scope { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            foreach (PSVariable variable in Find(name))
            {
                if (ValueOnly) WriteObject(variable.Value);
                else WriteObject(variable);
            }
        }
    }

    private IEnumerable<PSVariable> Find(string name)
    {
        if (WildcardPattern.ContainsWildcardCharacters(name))
        {
            string root = Scope is null ? "Variable:" : $"Variable:{Scope}:";
            return InvokeProvider.Item.Get(root + name).Select(static item => item.BaseObject).OfType<PSVariable>().OrderBy(static v => v.Name, StringComparer.OrdinalIgnoreCase);
        }

        if (SessionState.PSVariable.Get(Scope is null ? name : $"{Scope}:{name}") is { } variable) return [variable];
        WriteError(new ErrorRecord(
            new ItemNotFoundException($"Cannot find a variable with the name '{name}'."), "VariableNotFound", ErrorCategory.ObjectNotFound, name));
        return [];
    }
}
