using System.Globalization;
using System.Xml.Linq;
using Opml.Help.Surface;
using static Opml.Help.Writing.MamlElements;

namespace Opml.Help.Writing;

/// <summary>Writes parameters: in a line of syntax, and at length.</summary>
internal static class ParameterWriter
{
    /// <summary>A parameter in the syntax of one set.</summary>
    public static XElement InSyntax(ParameterSurface parameter, string set) => new(
        Command + "parameter",
        Attributes(parameter, parameter.In(set)!),
        new XElement(Maml + "name", parameter.Name),
        parameter.IsSwitch ? null : Value(parameter),
        parameter.Type.IsEnum
            ? new XElement(Command + "parameterValueGroup", Enum.GetNames(parameter.Type).Select(static name => new XElement(Command + "parameterValue", new XAttribute("required", "false"), name)))
            : null);

    /// <summary>A parameter with its description, in the list of all.</summary>
    public static XElement InFull(ParameterSurface parameter, IReadOnlyList<string> description)
    {
        IEnumerable<string> text = description;
        if (parameter.Type.IsEnum) text = text.Append($"One of {string.Join(", ", Enum.GetNames(parameter.Type))}.");
        return new XElement(
            Command + "parameter",
            Attributes(parameter, Broadest(parameter)),
            new XElement(Maml + "name", parameter.Name),
            Description(text),
            Value(parameter),
            TypeOf(TypeNames.Short(parameter.Type)),
            new XElement(Dev + "defaultValue", parameter.Default ?? TypeNames.None));
    }

    /// <summary>One part for all sets: mandatory where it is so in each, from the pipeline where it is so in any.</summary>
    private static ParameterPlace Broadest(ParameterSurface parameter) => new(
        parameter.Places.Values.All(static place => place.IsMandatory),
        parameter.Places.Values.Min(static place => place.Position),
        parameter.Places.Values.Any(static place => place.ByValue),
        parameter.Places.Values.Any(static place => place.ByPropertyName));

    private static XElement Value(ParameterSurface parameter) => new(
        Command + "parameterValue",
        new XAttribute("required", Flag(!parameter.IsSwitch)),
        new XAttribute("variableLength", "false"),
        TypeNames.Short(parameter.Type));

    private static object[] Attributes(ParameterSurface parameter, ParameterPlace place) =>
    [
        new XAttribute("required", Flag(place.IsMandatory)),
        new XAttribute("variableLength", Flag(parameter.Type.IsArray)),
        new XAttribute("globbing", Flag(parameter.TakesWildcards)),
        new XAttribute("pipelineInput", Pipeline(place)),
        new XAttribute("position", place.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
        new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
    ];

    private static string Pipeline(ParameterPlace place) => (place.ByValue, place.ByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}
