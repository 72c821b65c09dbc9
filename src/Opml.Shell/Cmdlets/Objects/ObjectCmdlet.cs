using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Objects;

/// <summary>A cmdlet that needs all of its input before it answers.</summary>
internal abstract class ObjectCmdlet : PSCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    protected List<PSObject> Items { get; } = [];

    protected override void ProcessRecord()
    {
        if (InputObject is not null) Items.Add(InputObject);
    }
}
