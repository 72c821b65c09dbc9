using System.Management.Automation;
using Opml.Help.Surface;

namespace Opml.Help.Tests;

/// <summary>The made-up cmdlet, as its class would declare it.</summary>
internal static class Surfaces
{
    public static CmdletSurface GetThing { get; } = new()
    {
        Verb = "Get",
        Noun = "Thing",
        Sets = [ParameterSurface.EverySet],
        Parameters = [Parameter("Id", typeof(int), new ParameterPlace(true, 0, false, true)), Parameter("Force", typeof(SwitchParameter), new ParameterPlace(false, null, false, false))],
        Outputs = [typeof(int)],
    };

    public static ParameterSurface Parameter(string name, Type type, ParameterPlace place) => new()
    {
        Name = name,
        Type = type,
        Aliases = [],
        TakesWildcards = false,
        Default = null,
        Places = new Dictionary<string, ParameterPlace> { [ParameterSurface.EverySet] = place },
    };
}
