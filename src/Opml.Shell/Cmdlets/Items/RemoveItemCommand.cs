using System.Management.Automation;
using Opml.Shell.Cmdlets.Content;
using Opml.Shell.Cmdlets.Paths;

namespace Opml.Shell.Cmdlets.Items;

/// <summary>Remove-Item. A folder that is not empty is asked about unless -Recurse is given.</summary>
[Cmdlet(VerbsCommon.Remove, "Item", DefaultParameterSetName = ByPath, SupportsShouldProcess = true), Alias("ri", "del", "erase", "rd")]
internal sealed class RemoveItemCommand : PathCmdlet
{
    private bool _yesToAll;
    private bool _noToAll;

    [Parameter]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (PathInfo item in Existing())
        {
            if (!ShouldProcess(item.Path, Directory.Exists(item.ProviderPath) ? "Remove Directory" : "Remove Item")) continue;
            string literal = WildcardPattern.Escape(item.Path);
            bool recurse = Recurse;
            if (!recurse && SessionPath.IsFileSystem(item) && InvokeProvider.Item.IsContainer(literal) && InvokeProvider.ChildItem.HasChild(literal))
            {
                string question = $"The item at {item.Path} has children and the Recurse parameter was not specified. If you continue, all children will be removed with the item. Are you sure you want to continue?";
                if (!ShouldContinue(question, "Confirm", ref _yesToAll, ref _noToAll)) continue;
                recurse = true;
            }

            FileAccessErrors.Try(this, item.Path, () =>
            {
                InvokeProvider.Item.Remove([item.Path], recurse, Force, literalPath: true);
                return [];
            });
        }
    }
}
