using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Session;

/// <summary>Set-Alias, in the caller's scope.</summary>
[Cmdlet(VerbsCommon.Set, "Alias", SupportsShouldProcess = true), Alias("sal")]
internal sealed class SetAliasCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "";

    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string Value { get; set; } = "";

    protected override void ProcessRecord()
    {
        if (ShouldProcess($"Name: {Name} Value: {Value}", "Set Alias")) InvokeProvider.Item.Set("Alias:" + Name, Value);
    }
}
