using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Objects;

/// <summary>Sort-Object; always stable.</summary>
[Cmdlet("Sort", "Object", DefaultParameterSetName = "Default")]
internal sealed class SortObjectCommand : ObjectCmdlet
{
    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    [Parameter]
    public SwitchParameter Descending { get; set; }

    [Parameter]
    public SwitchParameter Unique { get; set; }

    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    [Parameter(ParameterSetName = "Default")]
    public SwitchParameter Stable { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Top"), ValidateRange(1, int.MaxValue)]
    public int Top { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Bottom"), ValidateRange(1, int.MaxValue)]
    public int Bottom { get; set; }

    protected override void EndProcessing()
    {
        PropertySelector[] selectors = PropertySelector.Parse(Property);
        var comparer = new ObjectComparer(CaseSensitive);
        (PSObject Item, object?[] Keys)[] keyed =
            [.. Items.Select(item => (item, selectors.Length == 0 ? ObjectComparer.KeyOf(item) : [.. selectors.Select(s => s.ValueOf(item))]))];
        int width = keyed.Length == 0 ? 0 : keyed.Max(static k => k.Keys.Length);
        IOrderedEnumerable<(PSObject Item, object?[] Keys)> sorted = keyed.OrderBy(static _ => 0);
        for (int i = 0; i < width; i++)
        {
            int at = i;
            bool descending = (selectors.Length > 0 ? selectors[i].Descending : null) ?? Descending;
            sorted = descending ? sorted.ThenByDescending(k => At(k.Keys, at), comparer) : sorted.ThenBy(k => At(k.Keys, at), comparer);
        }

        IEnumerable<(PSObject Item, object?[] Keys)> result = sorted;
        if (Unique) result = WithoutRepeats(result, comparer);
        if (Top > 0) result = result.Take(Top);
        if (Bottom > 0) result = result.TakeLast(Bottom);
        foreach ((PSObject item, _) in result.ToArray()) WriteObject(item);
    }

    private static object? At(object?[] keys, int at) => at < keys.Length ? keys[at] : null;

    private static IEnumerable<(PSObject Item, object?[] Keys)> WithoutRepeats(IEnumerable<(PSObject Item, object?[] Keys)> sorted, ObjectComparer comparer)
    {
        object?[]? last = null;
        foreach ((PSObject item, object?[] keys) in sorted)
        {
            if (last is not null && comparer.Equals(last, keys)) continue;
            last = keys;
            yield return (item, keys);
        }
    }
}
