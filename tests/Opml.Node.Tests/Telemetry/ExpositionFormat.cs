using System.Globalization;
using System.Text.RegularExpressions;

namespace Opml.Node.Tests.Telemetry;

/// <summary>Prometheus' text format, read as strictly as promtool does: every sample has its TYPE and HELP before it, and a value.</summary>
internal static partial class ExpositionFormat
{
    public sealed record Sample(string Name, string Labels, double Value);

    public static (IReadOnlyDictionary<string, string> Types, IReadOnlyList<Sample> Samples) Parse(string text)
    {
        var types = new Dictionary<string, string>();
        var helps = new HashSet<string>();
        var samples = new List<Sample>();
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line is "# EOF") continue;
            if (Comment().Match(line) is { Success: true } comment)
            {
                if (comment.Groups[1].Value == "TYPE") Assert.True(types.TryAdd(comment.Groups[2].Value, comment.Groups[3].Value), $"A second type: {line}");
                if (comment.Groups[1].Value == "HELP") Assert.True(helps.Add(comment.Groups[2].Value), $"A second help: {line}");
                continue;
            }
            Match sample = Line().Match(line);
            Assert.True(sample.Success, $"Not a sample: {line}");
            string name = sample.Groups[1].Value;
            string family = types.ContainsKey(name) ? name : Suffix().Replace(name, "");
            Assert.True(types.ContainsKey(family), $"No type for: {line}");
            string value = sample.Groups[3].Value;
            samples.Add(new Sample(name, sample.Groups[2].Value, value switch { "+Inf" => double.PositiveInfinity, "-Inf" => double.NegativeInfinity, _ => double.Parse(value, CultureInfo.InvariantCulture) }));
        }
        Assert.Equal(samples.Count, samples.Select(sample => sample.Name + sample.Labels).Distinct().Count());
        foreach (string name in types.Keys.Where(name => name.StartsWith("opml_", StringComparison.Ordinal))) Assert.Contains(name, helps);
        return (types, samples);
    }

    [GeneratedRegex("^# (TYPE|HELP|UNIT) ([a-zA-Z_:][a-zA-Z0-9_:]*) ?(.*)$")]
    private static partial Regex Comment();

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\n"])*",?)*\})? ([^ ]+)(?: [0-9.]+)?$""")]
    private static partial Regex Line();

    [GeneratedRegex("_(bucket|sum|count|total|info)$")]
    private static partial Regex Suffix();
}
