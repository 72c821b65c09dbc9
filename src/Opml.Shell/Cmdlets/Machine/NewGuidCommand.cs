using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Machine;

/// <summary>New-Guid.</summary>
[Cmdlet(VerbsCommon.New, "Guid", DefaultParameterSetName = "Default")]
[OutputType(typeof(Guid))]
internal sealed class NewGuidCommand : Cmdlet
{
    [Parameter(ParameterSetName = "Empty")]
    public SwitchParameter Empty { get; set; }

    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = "InputObject")]
    public Guid InputObject { get; set; }

    protected override void ProcessRecord() => WriteObject(Empty ? Guid.Empty : InputObject != Guid.Empty ? InputObject : Guid.NewGuid());
}
