using System.Management.Automation;
using Opml.Shell.Cmdlets.Content;
using Opml.Shell.Cmdlets.Paths;

namespace Opml.Shell.Cmdlets.Items;

/// <summary>Set-Item: a variable, a function, an alias, an environment variable.</summary>
[Cmdlet(VerbsCommon.Set, "Item", DefaultParameterSetName = ByPath, SupportsShouldProcess = true), Alias("si")]
internal sealed class SetItemCommand : PathCmdlet
{
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public object? Value { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string path in Paths)
        {
            if (!ShouldProcess($"Item: {path} Value: {Value}", "Set Item")) continue;
            IEnumerable<PSObject> items = FileAccessErrors.Try(this, path, () => InvokeProvider.Item.Set([path], Value, Force, IsLiteral));
            if (PassThru) WriteObject(items, enumerateCollection: true);
        }
    }
}
