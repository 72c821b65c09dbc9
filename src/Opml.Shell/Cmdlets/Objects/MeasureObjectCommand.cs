using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace Opml.Shell.Cmdlets.Objects;

/// <summary>Measure-Object.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Object", DefaultParameterSetName = "GenericMeasure"), Alias("measure")]
[OutputType(typeof(GenericMeasureInfo), typeof(TextMeasureInfo))]
internal sealed class MeasureObjectCommand : ObjectCmdlet
{
    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Sum { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Average { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Maximum { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Minimum { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter StandardDeviation { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter AllStats { get; set; }

    [Parameter(ParameterSetName = "TextMeasure")]
    public SwitchParameter Line { get; set; }

    [Parameter(ParameterSetName = "TextMeasure")]
    public SwitchParameter Word { get; set; }

    [Parameter(ParameterSetName = "TextMeasure")]
    public SwitchParameter Character { get; set; }

    protected override void EndProcessing()
    {
        PropertySelector[] selectors = PropertySelector.Parse(Property);
        if (selectors.Length == 0)
        {
            Measure(null, [.. Items]);
            return;
        }

        foreach (PropertySelector selector in selectors)
        {
            IEnumerable<(string Name, object? Value)> values = Items.SelectMany(item => selector.Expression.ResolveNames(item)
                .Where(name => name.Script is not null || item.Properties[name.ToString()] is not null)
                .SelectMany(name => name.GetValues(item).Where(static r => r.Exception is null).Select(r => (selector.NameOf(name), (object?)r.Result))));
            var byName = values.GroupBy(static pair => pair.Name, static pair => pair.Value).ToArray();
            foreach (var group in byName) Measure(group.Key, [.. group.Where(static value => value is not null)]);
            if (byName.Length == 0 && Items.Count > 0)
            {
                WriteError(new ErrorRecord(
                    new PSArgumentException($"The property \"{selector.NameOf(selector.Expression)}\" cannot be found in the input for any objects."),
                    "GenericMeasurePropertyNotFound", ErrorCategory.InvalidArgument, null));
            }
        }
    }

    private void Measure(string? property, IReadOnlyList<object?> values)
    {
        if (ParameterSetName == "TextMeasure") WriteObject(Text(property, values));
        else WriteObject(Numbers(property, values));
    }

    private TextMeasureInfo Text(string? property, IReadOnlyList<object?> values)
    {
        string[] texts = [.. values.Select(static value => value?.ToString() ?? "")];
        return new TextMeasureInfo
        {
            Property = property,
            Lines = Line ? texts.Sum(static t => t.Length == 0 ? 0 : t.TrimEnd('\n').Count(static c => c == '\n') + 1) : null,
            Words = Word ? texts.Sum(static t => t.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length) : null,
            Characters = Character ? texts.Sum(static t => t.Length) : null,
        };
    }

    private GenericMeasureInfo Numbers(string? property, IReadOnlyList<object?> values)
    {
        bool deviation = StandardDeviation || AllStats, mean = Average || AllStats, sum = Sum || AllStats;
        var numbers = new List<double>(values.Count);
        bool allNumbers = true;
        foreach (object? value in values)
        {
            if (LanguagePrimitives.TryConvertTo(value, out double number))
            {
                numbers.Add(number);
                continue;
            }

            allNumbers = false;
            if (!(sum || mean || deviation)) continue;
            WriteError(new ErrorRecord(
                new PSInvalidCastException($"Input object \"{value}\" is not numeric."), "NonNumericInputObject", ErrorCategory.InvalidType, value));
        }

        var comparer = new ObjectComparer(caseSensitive: false);
        return new GenericMeasureInfo
        {
            Property = property,
            Count = values.Count,
            Sum = sum ? numbers.Sum() : null,
            Average = mean && numbers.Count > 0 ? numbers.Average() : null,
            StandardDeviation = deviation && numbers.Count > 0 ? Deviation(numbers) : null,
            Maximum = !(Maximum || AllStats) || values.Count == 0 ? null : allNumbers ? numbers.Max() : values.Max(comparer),
            Minimum = !(Minimum || AllStats) || values.Count == 0 ? null : allNumbers ? numbers.Min() : values.Min(comparer),
        };
    }

    /// <summary>Of a sample: divided by n - 1; 0 for one value.</summary>
    private static double Deviation(List<double> numbers)
    {
        if (numbers.Count == 1) return 0;
        double mean = numbers.Average();
        return Math.Sqrt(numbers.Sum(x => (x - mean) * (x - mean)) / (numbers.Count - 1));
    }
}
