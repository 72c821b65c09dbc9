using System.Globalization;
using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Machine;

/// <summary>Get-Date.</summary>
[Cmdlet(VerbsCommon.Get, "Date", DefaultParameterSetName = "DateAndFormat")]
[OutputType(typeof(DateTime), typeof(string))]
internal sealed class GetDateCommand : Cmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true), Alias("LastWriteTime")]
    public DateTime Date { get; set; } = DateTime.Now;

    [Parameter(ParameterSetName = "UnixTimeSeconds", Mandatory = true), Alias("UnixTime")]
    public long UnixTimeSeconds { get; set; }

    [Parameter, ValidateRange(1, 9999)]
    public int? Year { get; set; }

    [Parameter, ValidateRange(1, 12)]
    public int? Month { get; set; }

    [Parameter, ValidateRange(1, 31)]
    public int? Day { get; set; }

    [Parameter, ValidateRange(0, 23)]
    public int? Hour { get; set; }

    [Parameter, ValidateRange(0, 59)]
    public int? Minute { get; set; }

    [Parameter, ValidateRange(0, 59)]
    public int? Second { get; set; }

    [Parameter, ValidateRange(0, 999)]
    public int? Millisecond { get; set; }

    [Parameter]
    public string? Format { get; set; }

    [Parameter]
    public SwitchParameter AsUTC { get; set; }

    protected override void ProcessRecord()
    {
        DateTime date = UnixTimeSeconds != 0 ? DateTimeOffset.FromUnixTimeSeconds(UnixTimeSeconds).LocalDateTime : Date;
        if (Year is { } year) date = date.AddYears(year - date.Year);
        if (Month is { } month) date = date.AddMonths(month - date.Month);
        if (Day is { } day) date = date.AddDays(day - date.Day);
        if (Hour is { } hour) date = date.AddHours(hour - date.Hour);
        if (Minute is { } minute) date = date.AddMinutes(minute - date.Minute);
        if (Second is { } second) date = date.AddSeconds(second - date.Second);
        if (Millisecond is { } millisecond) date = date.AddTicks(-(date.Ticks % TimeSpan.TicksPerSecond)).AddMilliseconds(millisecond);
        if (AsUTC) date = date.ToUniversalTime();
        if (Format is null) WriteObject(date);
        else WriteObject(date.ToString(Pattern(Format), CultureInfo.CurrentCulture));
    }

    /// <summary>pwsh's names for file-safe and sortable forms, or a .NET pattern.</summary>
    private static string Pattern(string format) => format.ToUpperInvariant() switch
    {
        "FILEDATE" => "yyyyMMdd",
        "FILEDATEUNIVERSAL" => "yyyyMMddZ",
        "FILEDATETIME" => "yyyyMMddTHHmmssffff",
        "FILEDATETIMEUNIVERSAL" => "yyyyMMddTHHmmssffffZ",
        _ => format,
    };
}
