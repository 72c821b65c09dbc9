using System.Globalization;
using System.Numerics;
using Opml.Ethereum;

namespace Opml.Dispute.Reports;

/// <summary>Numbers, amounts and periods as a report writes them, the same in every culture.</summary>
internal static class Figures
{
    private static readonly NumberFormatInfo s_grouped = new() { NumberGroupSeparator = "\u202f", NumberDecimalSeparator = "." };

    public static string Count(BigInteger number) => number.ToString("N0", s_grouped);

    public static string Percent(double share) => (share * 100).ToString(share < 0.0995 ? "0.0" : "0", CultureInfo.InvariantCulture) + "\u00a0%";

    /// <summary>Wei in ether, to six digits behind the point, or in gwei where that would be nothing.</summary>
    public static string Ether(BigInteger wei)
    {
        decimal ether = (decimal)wei / 1_000_000_000_000_000_000m;
        return wei != 0 && ether < 0.000001m
            ? $"{((decimal)wei / 1_000_000_000m).ToString("0.######", CultureInfo.InvariantCulture)}\u00a0gwei"
            : $"{ether.ToString("0.######", CultureInfo.InvariantCulture)}\u00a0ether";
    }

    public static string Period(TimeSpan period) =>
        period.TotalMinutes < 1 ? $"{period.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture)}\u00a0s"
        : period.TotalHours < 1 ? $"{(int)period.TotalMinutes}\u00a0min {period.Seconds}\u00a0s"
        : $"{(int)period.TotalHours}\u00a0h {period.Minutes}\u00a0min";

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + "\u00a0UTC";

    public static string Short(string hex) => hex.Length > 14 ? $"{hex[..8]}…{hex[^4..]}" : hex;

    public static string Short(Address address) => Short(address.ToString());

    public static string Word(uint value) => "0x" + value.ToString("x8", CultureInfo.InvariantCulture);

    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
