using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Session;

/// <summary>Remove-Variable.</summary>
[Cmdlet(VerbsCommon.Remove, "Variable", SupportsShouldProcess = true), Alias("rv")]
internal sealed class RemoveVariableCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = [];

    [Parameter]
    [ValidateSet("Global", "Local", "Script")]
    public string? Scope { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            string scoped = Scope is null ? name : $"{Scope}:{name}";
            if (SessionState.PSVariable.Get(scoped) is null)
            {
                WriteError(new ErrorRecord(
                    new ItemNotFoundException($"Cannot find a variable with the name '{name}'."), "VariableNotFound", ErrorCategory.ObjectNotFound, name));
                continue;
            }

            if (ShouldProcess($"Name: {name}", "Remove variable")) SessionState.PSVariable.Remove(scoped);
        }
    }
}
