using System.Xml.Linq;

namespace Opml.Help.Writing;

/// <summary>The names and small elements of MAML, as PowerShell's help system reads it.</summary>
internal static class MamlElements
{
    public static readonly XNamespace Items = "http://msh";
    public static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    public static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    public static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>An element with a paragraph for each text.</summary>
    public static XElement Paragraphs(XName name, IEnumerable<string> texts) =>
        new(name, texts.Select(static text => new XElement(Maml + "para", text)));

    /// <summary>A description.</summary>
    public static XElement Description(IEnumerable<string> texts) => Paragraphs(Maml + "description", texts);

    /// <summary>A type by name.</summary>
    public static XElement TypeOf(string name) => new(Dev + "type", new XElement(Maml + "name", name));

    /// <summary>true or false, as MAML writes them.</summary>
    public static string Flag(bool value) => value ? "true" : "false";
}
