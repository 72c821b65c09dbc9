using System.Xml.Linq;
using static Opml.Dispute.Reports.Html;

namespace Opml.Dispute.Reports;

/// <summary>
/// Drawings of a report. They are stretched to the page's width, so that they have no text in them: words stand beside
/// them, at the size of all others.
/// </summary>
internal static class Chart
{
    private const double Width = 1000;

    /// <summary>A drawing of some height, in pixels, and as wide as the page lets it.</summary>
    public static XElement Drawing(double height, string label, params ReadOnlySpan<object?> content)
    {
        XElement svg = Element("svg",
            Attribute("viewBox", $"0 0 {Figures.Number(Width)} {Figures.Number(height)}"), Attribute("preserveAspectRatio", "none"),
            Attribute("height", Figures.Number(height)), Attribute("role", "img"), Attribute("aria-label", label));
        foreach (object? item in content)
        {
            if (item is IEnumerable<XElement> many) svg.Add(many);
            else if (item is not null) svg.Add(item);
        }
        return svg;
    }

    public static XElement Rectangle(string type, double x, double y, double width, double height, string? title = null) => Element("rect",
        Class(type), Attribute("x", Figures.Number(x)), Attribute("y", Figures.Number(y)),
        Attribute("width", Figures.Number(width)), Attribute("height", Figures.Number(height)), title is null ? null : Element("title", title));

    public static XElement Polygon(string type, params ReadOnlySpan<(double X, double Y)> points)
    {
        var text = new List<string>();
        foreach ((double x, double y) in points) text.Add($"{Figures.Number(x)},{Figures.Number(y)}");
        return Element("polygon", Class(type), Attribute("points", string.Join(' ', text)));
    }

    /// <summary>Steps of a value from moment to moment: it stays until it changes.</summary>
    /// <param name="type">Class that gives the colour.</param>
    /// <param name="values">0 at the bottom to 1 at the top.</param>
    /// <param name="height">Height of the drawing.</param>
    public static IEnumerable<XElement> Steps(string type, IReadOnlyList<double> values, double height)
    {
        double column = Width / values.Count;
        var line = new List<string>();
        for (int i = 0; i < values.Count; i++)
        {
            string y = Figures.Number(height - (values[i] * (height - 4)) - 2);
            line.Add($"{(i == 0 ? "M" : "L")}{Figures.Number(i * column)} {y}");
            line.Add($"L{Figures.Number((i + 1) * column)} {y}");
        }
        string path = string.Join(' ', line);
        yield return Element("path", Class($"area {type}"), Attribute("d", $"{path} L{Figures.Number(Width)} {Figures.Number(height)} L0 {Figures.Number(height)} Z"));
        yield return Element("path", Class($"stroke {type}"), Attribute("d", path));
    }

    /// <summary>A line across.</summary>
    public static XElement Across(double y) => Element("line",
        Class("grid"), Attribute("x1", 0), Attribute("x2", Width), Attribute("y1", Figures.Number(y)), Attribute("y2", Figures.Number(y)));

    /// <summary>Rows of a name, a bar and a figure.</summary>
    public static XElement Bars(IReadOnlyList<(string Name, double Value, string Figure)> rows)
    {
        double most = Math.Max(rows.Select(row => row.Value).DefaultIfEmpty().Max(), double.Epsilon);
        return Element("div", Class("bars"), rows.SelectMany(row => new object?[]
        {
            Element("span", row.Name),
            Drawing(10, $"{row.Name}: {row.Figure}", Rectangle("barback", 0, 0, Width, 10), Rectangle("bar", 0, 0, Width * row.Value / most, 10)),
            Element("span", Class("num"), row.Figure),
        }));
    }
}
