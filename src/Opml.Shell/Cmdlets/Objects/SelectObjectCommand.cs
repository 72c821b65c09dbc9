using System.Collections;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;
using Opml.Shell.Session;

namespace Opml.Shell.Cmdlets.Objects;

/// <summary>Select-Object. Input that is not needed any more is not produced: everything before it in the pipeline stops.</summary>
[Cmdlet(VerbsCommon.Select, "Object", DefaultParameterSetName = "DefaultParameter"), Alias("select")]
internal sealed class SelectObjectCommand : PSCmdlet
{
    private readonly Queue<PSObject> _held = new();
    private readonly List<object?[]> _seen = [];
    private readonly ObjectComparer _strict = new(caseSensitive: true);
    private readonly ObjectComparer _loose = new(caseSensitive: false);
    private PropertySelector[] _properties = [];
    private PSPropertyExpression? _expand;
    private WildcardPattern[] _excluded = [];
    private int _index = -1;
    private int _written;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0, ParameterSetName = "DefaultParameter"), Parameter(Position = 0, ParameterSetName = "SkipLastParameter")]
    public object[] Property { get; set; } = [];

    [Parameter(ParameterSetName = "DefaultParameter"), Parameter(ParameterSetName = "SkipLastParameter")]
    public string[] ExcludeProperty { get; set; } = [];

    [Parameter(ParameterSetName = "DefaultParameter"), Parameter(ParameterSetName = "SkipLastParameter")]
    public string? ExpandProperty { get; set; }

    [Parameter]
    public SwitchParameter Unique { get; set; }

    [Parameter]
    public SwitchParameter CaseInsensitive { get; set; }

    [Parameter(ParameterSetName = "DefaultParameter"), ValidateRange(0, int.MaxValue)]
    public int Last { get; set; }

    [Parameter(ParameterSetName = "DefaultParameter"), ValidateRange(0, int.MaxValue)]
    public int First { get; set; }

    [Parameter(ParameterSetName = "DefaultParameter"), ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    [Parameter(ParameterSetName = "SkipLastParameter"), ValidateRange(0, int.MaxValue)]
    public int SkipLast { get; set; }

    [Parameter(ParameterSetName = "IndexParameter"), ValidateRange(0, int.MaxValue)]
    public int[] Index { get; set; } = [];

    [Parameter(ParameterSetName = "DefaultParameter"), Parameter(ParameterSetName = "IndexParameter")]
    public SwitchParameter Wait { get; set; }

    private bool FirstGiven => MyInvocation.BoundParameters.ContainsKey(nameof(First));

    private bool LastGiven => MyInvocation.BoundParameters.ContainsKey(nameof(Last));

    protected override void BeginProcessing()
    {
        _properties = PropertySelector.Parse(Property);
        if (ExcludeProperty.Length > 0)
        {
            _excluded = [.. ExcludeProperty.Select(static p => WildcardPattern.Get(p, WildcardOptions.IgnoreCase))];
            if (_properties.Length == 0 && ExpandProperty is null) _properties = PropertySelector.Parse(["*"]);
        }

        if (ExpandProperty is not null) _expand = new PSPropertyExpression(ExpandProperty);
    }

    protected override void ProcessRecord()
    {
        if (InputObject is null) return;
        _index++;
        if (ParameterSetName == "IndexParameter")
        {
            if (Index.Contains(_index)) Select(InputObject);
            if (!Wait && Index.Length > 0 && _index >= Index.Max()) throw EngineParts.StopUpstream(this);
            return;
        }

        if (SkipLast > 0 || LastGiven)
        {
            Hold(InputObject);
            return;
        }

        if (_index < Skip) return;
        if (!FirstGiven || _written < First)
        {
            _written++;
            Select(InputObject);
        }

        if (FirstGiven && _written >= First && !Wait) throw EngineParts.StopUpstream(this);
    }

    protected override void EndProcessing()
    {
        if (!LastGiven) return;
        // With -Last, -Skip counts from the end.
        int keep = Math.Max(0, _held.Count - (FirstGiven ? 0 : Skip));
        for (int i = 0; i < keep; i++) Select(_held.Dequeue());
    }

    private void Hold(PSObject item)
    {
        if (SkipLast > 0)
        {
            _held.Enqueue(item);
            if (_held.Count > SkipLast) Select(_held.Dequeue());
            return;
        }

        if (FirstGiven && _index >= Skip && _written < First)
        {
            _written++;
            Select(item);
            return;
        }

        _held.Enqueue(item);
        if (_held.Count > Last + (FirstGiven ? 0 : Skip)) _held.Dequeue();
    }

    private void Select(PSObject item)
    {
        if (_expand is null)
        {
            Emit(_properties.Length == 0 ? item : Project(item));
            return;
        }

        List<PSPropertyExpressionResult> results = _expand.GetValues(item);
        if (results.Count == 0)
        {
            WriteError(new ErrorRecord(
                new PSArgumentException($"Property \"{ExpandProperty}\" cannot be found."), "ExpandPropertyNotFound", ErrorCategory.InvalidArgument, item));
            return;
        }

        foreach (PSPropertyExpressionResult result in results)
        {
            if (result.Exception is { } failure)
            {
                WriteError(new ErrorRecord(failure, "PropertyEvaluationExpand", ErrorCategory.InvalidResult, item));
                continue;
            }

            IEnumerable values = LanguagePrimitives.GetEnumerable(result.Result) ?? new[] { result.Result };
            foreach (object? value in values) Emit(WithProperties(value, item));
        }
    }

    /// <summary>-ExpandProperty with -Property: the chosen properties ride on the expanded value.</summary>
    private object? WithProperties(object? value, PSObject source)
    {
        if (_properties.Length == 0 || value is null) return value;
        PSObject target = PSObject.AsPSObject(value).Copy();
        foreach (PSPropertyInfo property in Project(source).Properties) target.Properties.Add(new PSNoteProperty(property.Name, property.Value));
        return target;
    }

    private PSObject Project(PSObject item)
    {
        var result = new PSObject();
        foreach (PropertySelector selector in _properties)
        {
            bool any = false;
            foreach (PSPropertyExpression resolved in selector.Expression.ResolveNames(item))
            {
                any = true;
                string name = selector.NameOf(resolved);
                if (_excluded.Any(pattern => pattern.IsMatch(name))) continue;
                PSPropertyExpressionResult? got = resolved.GetValues(item).FirstOrDefault();
                Add(result, name, got?.Exception is null ? got?.Result : null);
            }

            if (any || selector.Expression.HasWildCardCharacters) continue;
            string missing = selector.NameOf(selector.Expression);
            if (!_excluded.Any(pattern => pattern.IsMatch(missing))) Add(result, missing, null);
        }

        result.TypeNames.Insert(0, "Selected." + item.BaseObject.GetType());
        return result;
    }

    private void Add(PSObject result, string name, object? value)
    {
        if (result.Properties[name] is null) result.Properties.Add(new PSNoteProperty(name, value));
        else WriteError(new ErrorRecord(
            new InvalidOperationException($"The property cannot be processed because the property \"{name}\" already exists."),
            "AlreadyExistingUserSpecifiedPropertyNoExpand", ErrorCategory.InvalidOperation, result));
    }

    private void Emit(object? value)
    {
        if (Unique)
        {
            object?[] key = value is null ? [null] : ObjectComparer.KeyOf(PSObject.AsPSObject(value));
            ObjectComparer comparer = CaseInsensitive ? _loose : _strict;
            if (_seen.Any(seen => comparer.Equals(seen, key))) return;
            _seen.Add(key);
        }

        WriteObject(value);
    }
}
