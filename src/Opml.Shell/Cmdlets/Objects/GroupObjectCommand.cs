using System.Collections;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace Opml.Shell.Cmdlets.Objects;

/// <summary>Group-Object; the groups come out in the order of their values, as in pwsh 7.</summary>
[Cmdlet("Group", "Object"), Alias("group")]
[OutputType(typeof(GroupInfo), typeof(Hashtable))]
internal sealed class GroupObjectCommand : ObjectCmdlet
{
    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    [Parameter]
    public SwitchParameter NoElement { get; set; }

    [Parameter, Alias("AHT")]
    public SwitchParameter AsHashTable { get; set; }

    [Parameter]
    public SwitchParameter AsString { get; set; }

    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    protected override void EndProcessing()
    {
        PropertySelector[] selectors = PropertySelector.Parse(Property);
        var comparer = new ObjectComparer(CaseSensitive);
        GroupInfo[] groups =
        [
            .. Items
                .Select(item => (Item: item, Keys: selectors.Length == 0 ? [item] : (object?[])[.. selectors.Select(s => s.ValueOf(item))]))
                .OrderBy(static pair => pair.Keys, comparer)
                .ChunkBy((a, b) => comparer.Equals(a.Keys, b.Keys))
                .Select(chunk => new GroupInfo(chunk[0].Keys, NoElement ? [] : [.. chunk.Select(static pair => pair.Item)], chunk.Count)),
        ];
        if (AsHashTable) WriteObject(Table(groups));
        else if (AsString) ThrowTerminatingError(new ErrorRecord(
            new ArgumentException("-AsString goes with -AsHashTable."), "ArgumentException", ErrorCategory.InvalidArgument, null));
        else WriteObject(groups, enumerateCollection: true);
    }

    private Hashtable Table(GroupInfo[] groups)
    {
        var table = CaseSensitive ? new Hashtable() : new Hashtable(StringComparer.CurrentCultureIgnoreCase);
        foreach (GroupInfo group in groups)
        {
            object key = AsString || group.Values.Count != 1 ? group.Name : (group.Values[0] is PSObject wrapped ? wrapped.BaseObject : group.Values[0]) ?? "";
            table[key] = group.Group.ToArray();
        }

        return table;
    }
}
