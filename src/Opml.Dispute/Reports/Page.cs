using System.Xml.Linq;
using static Opml.Dispute.Reports.Html;

namespace Opml.Dispute.Reports;

/// <summary>What all reports are built of. A page is one file: it loads nothing, and has no script.</summary>
internal static class Page
{
    // The page's own rules of what it may load: its style, and nothing else.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    private static readonly string s_style = ReadStyle();

    public static string Write(string title, params ReadOnlySpan<XElement?> content)
    {
        XElement main = Element("main");
        foreach (XElement? part in content)
            if (part is not null) main.Add(part);
        main.Add(Element("footer", $"Made by Opml {typeof(Page).Assembly.GetName().Version?.ToString(3)}. Hashes, addresses and events are the chain's; nothing in this page is loaded from anywhere."));
        return Document(Element("html", Attribute("lang", "en"),
            Element("head",
                Element("meta", Attribute("charset", "utf-8")),
                Element("meta", Attribute("http-equiv", "Content-Security-Policy"), Attribute("content", Policy)),
                Element("meta", Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1")),
                Element("meta", Attribute("name", "color-scheme"), Attribute("content", "light dark")),
                Element("title", title),
                Element("style", s_style)),
            Element("body", main)));
    }

    public static XElement Section(string title, string? words, params ReadOnlySpan<object?> content)
    {
        XElement section = Element("section", Element("h2", title), words is null ? null : Element("p", Class("soft"), words));
        foreach (object? part in content)
            if (part is not null) section.Add(part is IEnumerable<XElement> many ? many : part);
        return section;
    }

    /// <summary>Names and values in large; those without a value are left out.</summary>
    public static XElement Facts(params ReadOnlySpan<(string Name, string? Value)> facts)
    {
        XElement list = Element("dl", Class("facts"));
        foreach ((string name, string? value) in facts)
            if (value is not null) list.Add(Element("div", Element("dt", name), Element("dd", value)));
        return list;
    }

    /// <summary>Names and values in lines; those without a value are left out.</summary>
    public static XElement List(params ReadOnlySpan<(string Name, string? Value)> facts)
    {
        XElement list = Element("dl", Class("list"));
        foreach ((string name, string? value) in facts)
        {
            if (value is null) continue;
            list.Add(Element("dt", name));
            list.Add(Element("dd", Value(value)));
        }
        return list;
    }

    /// <summary>A table that scrolls by itself where the page is narrow. A column whose name begins with # has figures.</summary>
    public static XElement Table(IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        bool IsFigures(int column) => columns[column].StartsWith('#');
        return Element("div", Class("scroll"), Attribute("tabindex", 0), Element("table",
            Element("thead", Element("tr", columns.Select((name, i) => IsFigures(i) ? Element("th", Class("num"), name[1..]) : Element("th", name)))),
            Element("tbody", rows.Select(row => Element("tr", row.Select((cell, i) => IsFigures(i) ? Element("td", Class("num"), cell) : Element("td", cell)))))));
    }

    /// <summary>A value, its hex digits in the type of code.</summary>
    private static object?[] Value(string value)
    {
        int end = value.StartsWith("0x", StringComparison.Ordinal) ? value.IndexOfAny([',', ' ']) : 0;
        return end < 0 ? [Element("code", value)] : [end == 0 ? null : Element("code", value[..end]), value[end..]];
    }

    private static string ReadStyle()
    {
        using Stream stream = typeof(Page).Assembly.GetManifestResourceStream("Opml.Dispute.Reports.report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
