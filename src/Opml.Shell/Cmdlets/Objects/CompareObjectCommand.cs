using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Objects;

/// <summary>Compare-Object, with the default synchronisation window (all of it).</summary>
[Cmdlet(VerbsData.Compare, "Object")]
internal sealed class CompareObjectCommand : PSCmdlet
{
    private readonly List<PSObject> _difference = [];

    [Parameter(Position = 0, Mandatory = true)]
    [AllowEmptyCollection]
    public PSObject[] ReferenceObject { get; set; } = [];

    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyCollection]
    public PSObject[] DifferenceObject { get; set; } = [];

    [Parameter]
    public object[] Property { get; set; } = [];

    [Parameter]
    public SwitchParameter ExcludeDifferent { get; set; }

    [Parameter]
    public SwitchParameter IncludeEqual { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    protected override void ProcessRecord() => _difference.AddRange(DifferenceObject);

    protected override void EndProcessing()
    {
        PropertySelector[] selectors = PropertySelector.Parse(Property);
        var comparer = new ObjectComparer(CaseSensitive);
        List<(PSObject Item, object?[] Keys)> left = [.. ReferenceObject.Select(item => (item, Keys(item)))];
        var onlyRight = new List<(PSObject Item, object?[] Keys)>();
        foreach (PSObject item in _difference)
        {
            object?[] keys = Keys(item);
            int at = left.FindIndex(other => comparer.Equals(other.Keys, keys));
            if (at < 0)
            {
                onlyRight.Add((item, keys));
                continue;
            }

            if (IncludeEqual || ExcludeDifferent) Emit(left[at].Item, left[at].Keys, "==");
            left.RemoveAt(at);
        }

        if (ExcludeDifferent) return;
        foreach ((PSObject item, object?[] keys) in onlyRight) Emit(item, keys, "=>");
        foreach ((PSObject item, object?[] keys) in left) Emit(item, keys, "<=");

        object?[] Keys(PSObject item) => selectors.Length == 0 ? ObjectComparer.KeyOf(item) : [.. selectors.Select(s => s.ValueOf(item))];

        void Emit(PSObject item, object?[] keys, string side)
        {
            PSObject result;
            if (PassThru)
            {
                result = item;
                result.Properties.Remove("SideIndicator");
            }
            else
            {
                result = new PSObject();
                if (selectors.Length == 0) result.Properties.Add(new PSNoteProperty("InputObject", item));
                else for (int i = 0; i < selectors.Length; i++) result.Properties.Add(new PSNoteProperty(selectors[i].NameOf(selectors[i].Expression), keys[i]));
            }

            result.Properties.Add(new PSNoteProperty("SideIndicator", side));
            WriteObject(result);
        }
    }
}
