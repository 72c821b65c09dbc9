using System.Globalization;
using System.Xml.Linq;
using Opml.Help.Pages;
using Opml.Help.Surface;
using static Opml.Help.Writing.MamlElements;

namespace Opml.Help.Writing;

/// <summary>Writes a cmdlet's item of the help file.</summary>
internal static class CmdletWriter
{
    public static XElement Write(CmdletHelp help) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Command + "details",
            new XElement(Command + "name", help.Cmdlet.Name),
            Description([help.Page.Synopsis]),
            new XElement(Command + "verb", help.Cmdlet.Verb),
            new XElement(Command + "noun", help.Cmdlet.Noun)),
        Description(help.Page.Description),
        new XElement(Command + "syntax", help.Cmdlet.Sets.Select(set => Syntax(help.Cmdlet, set))),
        new XElement(Command + "parameters", help.Cmdlet.Parameters.Select(parameter => ParameterWriter.InFull(parameter, help.Of(parameter)))),
        new XElement(Command + "inputTypes", help.Page.Inputs.Select(static entry => new XElement(Command + "inputType", TypeOf(entry.Name), Description(entry.Text)))),
        new XElement(Command + "returnValues", help.Page.Outputs.Select(static entry => new XElement(Command + "returnValue", TypeOf(entry.Name), Description(entry.Text)))),
        new XElement(Maml + "alertSet", Paragraphs(Maml + "alert", help.Page.Notes)),
        new XElement(Command + "examples", help.Page.Examples.Select(WriteExample)),
        new XElement(Maml + "relatedLinks", help.Page.Links.Select(WriteLink)));

    private static XElement Syntax(CmdletSurface cmdlet, string set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", cmdlet.Name),
        cmdlet.ParametersOf(set).Select(parameter => ParameterWriter.InSyntax(parameter, set)));

    private static XElement WriteExample(Example example, int index) => new(
        Command + "example",
        new XElement(Maml + "title", string.Create(CultureInfo.InvariantCulture, $"Example {index + 1}: {example.Title}")),
        new XElement(Dev + "code", example.Code),
        Paragraphs(Dev + "remarks", example.Remarks));

    /// <summary>A link within the pages is to a topic of the same help, named by its text alone.</summary>
    private static XElement WriteLink(Link link) => new(
        Maml + "navigationLink",
        new XElement(Maml + "linkText", link.Text),
        new XElement(Maml + "uri", Uri.TryCreate(link.Target, UriKind.Absolute, out _) ? link.Target : ""));
}
