using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Opml.Dispute.Reports;

/// <summary>
/// HTML as a tree, so that text can never become markup: whatever goes in as text or as an attribute's value comes out escaped. Characters that a page
/// cannot have (controls, lone surrogates), and those that turn the direction of writing, come out as U+FFFD.
/// </summary>
internal static class Html
{
    private static readonly HashSet<string> s_void = ["meta", "br", "rect", "path", "line", "circle", "polygon", "polyline"];

    /// <summary>An element with children, texts and attributes; null is left out, other values are written as text.</summary>
    public static XElement Element(string name, params ReadOnlySpan<object?> content)
    {
        var element = new XElement(name);
        foreach (object? item in content) Add(element, item);
        if (element.IsEmpty && !s_void.Contains(name)) element.Add(new XText(""));
        return element;
    }

    /// <summary>An attribute.</summary>
    public static XAttribute Attribute(string name, object value) =>
        new(name, Clean(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));

    /// <summary>The class attribute.</summary>
    public static XAttribute Class(string name) => Attribute("class", name);

    /// <summary>A whole document as text.</summary>
    public static string Document(XElement html) => "<!doctype html>\n" + html.ToString(SaveOptions.DisableFormatting) + "\n";

    /// <summary>Text without what a page cannot have.</summary>
    public static string Clean(string text)
    {
        StringBuilder? cleaned = null;
        for (int i = 0; i < text.Length; i++)
        {
            bool pair = i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]);
            bool fine = pair || (XmlConvert.IsXmlChar(text[i]) && !IsDirection(text[i]) && (!char.IsControl(text[i]) || text[i] is '\n' or '\t'));
            if (!fine) (cleaned ??= new StringBuilder(text))[i] = '\ufffd';
            if (pair) i++;
        }
        return cleaned?.ToString() ?? text;
    }

    private static bool IsDirection(char c) => c is >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069' or '\u200e' or '\u200f';

    private static void Add(XElement element, object? item)
    {
        switch (item)
        {
            case null: break;
            case XAttribute or XElement: element.Add(item); break;
            case string text: element.Add(new XText(Clean(text))); break;
            case IEnumerable<object?> many:
                foreach (object? one in many) Add(element, one);
                break;
            default: element.Add(new XText(Clean(Convert.ToString(item, CultureInfo.InvariantCulture) ?? ""))); break;
        }
    }
}
