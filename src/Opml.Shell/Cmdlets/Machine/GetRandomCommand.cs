using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Opml.Shell.Cmdlets.Machine;

/// <summary>Get-Random. -SetSeed starts a sequence that this runspace goes on with; the numbers are not pwsh's.</summary>
[Cmdlet(VerbsCommon.Get, "Random", DefaultParameterSetName = NumberSet)]
internal sealed class GetRandomCommand : PSCmdlet
{
    private const string NumberSet = "RandomNumberParameterSet";
    private const string List = "RandomListItemParameterSet";
    private const string Shuffled = "ShuffleParameterSet";
    private static readonly ConditionalWeakTable<Runspace, Random> Sequences = [];
    private readonly List<object?> _items = [];

    [Parameter]
    public int SetSeed { get; set; }

    [Parameter(ParameterSetName = NumberSet, Position = 0)]
    public object? Maximum { get; set; }

    [Parameter(ParameterSetName = NumberSet)]
    public object? Minimum { get; set; }

    [Parameter(ParameterSetName = List, Mandatory = true, ValueFromPipeline = true, Position = 0)]
    [Parameter(ParameterSetName = Shuffled, Mandatory = true, ValueFromPipeline = true, Position = 0)]
    [AllowNull]
    public object?[]? InputObject { get; set; }

    [Parameter(ParameterSetName = NumberSet), Parameter(ParameterSetName = List)]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = 1;

    [Parameter(ParameterSetName = Shuffled, Mandatory = true)]
    public SwitchParameter Shuffle { get; set; }

    protected override void BeginProcessing()
    {
        if (MyInvocation.BoundParameters.ContainsKey(nameof(SetSeed))) Sequences.AddOrUpdate(Runspace.DefaultRunspace, new Random(SetSeed));
        if (ParameterSetName == NumberSet) WriteNumbers();
    }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == NumberSet) return;
        _items.AddRange(InputObject ?? [null]);
    }

    protected override void EndProcessing()
    {
        if (ParameterSetName == NumberSet) return;
        object?[] all = [.. _items];
        Generator().Shuffle(all);
        WriteObject(Shuffle ? all : all.Take(Count), enumerateCollection: true);
    }

    private static Random Generator() => Sequences.GetValue(Runspace.DefaultRunspace, static _ => new Random());

    private void WriteNumbers()
    {
        object low = Plain(Minimum) ?? 0;
        object high = Plain(Maximum) ?? int.MaxValue;
        bool real = low is double or float or decimal || high is double or float or decimal;
        for (int i = 0; i < Count; i++)
        {
            if (real) WriteObject(Real(low, high));
            else if (low is long || high is long) WriteObject(Whole(low, high));
            else WriteObject((int)Whole(low, high));
        }
    }

    private double Real(object low, object high)
    {
        double from = LanguagePrimitives.ConvertTo<double>(low), to = LanguagePrimitives.ConvertTo<double>(high);
        Check(from < to, low, high);
        return from + (Generator().NextDouble() * (to - from));
    }

    private long Whole(object low, object high)
    {
        long from = LanguagePrimitives.ConvertTo<long>(low), to = LanguagePrimitives.ConvertTo<long>(high);
        Check(from < to, low, high);
        return Generator().NextInt64(from, to);
    }

    /// <summary>A string that is a number counts as one, as in pwsh.</summary>
    private static object? Plain(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        string text => Number(LanguagePrimitives.ConvertTo<double>(text)),
        long or double or float or decimal or null => value is PSObject inner ? inner.BaseObject : value,
        { } other => Number(LanguagePrimitives.ConvertTo<double>(other)),
    };

    private static object Number(double number)
    {
        Type type = number != Math.Floor(number) ? typeof(double)
            : number is >= int.MinValue and <= int.MaxValue ? typeof(int)
            : typeof(long);
        return LanguagePrimitives.ConvertTo(number, type, CultureInfo.InvariantCulture);
    }

    private void Check(bool fine, object low, object high)
    {
        if (!fine) ThrowTerminatingError(new ErrorRecord(
            new ArgumentException($"The Minimum value ({low}) cannot be greater than or equal to the Maximum value ({high})."),
            "MinGreaterThanOrEqualMax", ErrorCategory.InvalidArgument, null));
    }
}
