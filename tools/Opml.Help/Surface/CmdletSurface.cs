namespace Opml.Help.Surface;

/// <summary>A cmdlet, as its class declares it.</summary>
internal sealed record CmdletSurface
{
    public required string Verb { get; init; }

    public required string Noun { get; init; }

    public string Name => $"{Verb}-{Noun}";

    /// <summary>Names of the parameter sets, the default one first.</summary>
    public required IReadOnlyList<string> Sets { get; init; }

    /// <summary>The parameters: by position, then what must be given, then by name, then PowerShell's own.</summary>
    public required IReadOnlyList<ParameterSurface> Parameters { get; init; }

    /// <summary>Types of the objects that it writes.</summary>
    public required IReadOnlyList<Type> Outputs { get; init; }

    /// <summary>Types of the objects that it takes from the pipeline whole.</summary>
    public IEnumerable<Type> Inputs => Parameters
        .Where(static parameter => parameter.Places.Values.Any(static place => place.ByValue))
        .Select(static parameter => parameter.Type)
        .Distinct();

    /// <summary>A set's parameters in the order in which its syntax shows them.</summary>
    public IEnumerable<ParameterSurface> ParametersOf(string set) => Parameters
        .Where(parameter => parameter.In(set) is not null)
        .OrderBy(parameter => parameter.In(set)!.Position ?? int.MaxValue)
        .ThenByDescending(parameter => parameter.In(set)!.IsMandatory);
}
