using System.Management.Automation;

namespace Opml.Help.Surface;

/// <summary>A parameter, as its property and attributes declare it.</summary>
internal sealed record ParameterSurface
{
    /// <summary>The name that stands for every parameter set.</summary>
    public const string EverySet = ParameterAttribute.AllParameterSets;

    public required string Name { get; init; }

    /// <summary>The type that is wanted; what may be null counts as what it is otherwise.</summary>
    public required Type Type { get; init; }

    public required IReadOnlyList<string> Aliases { get; init; }

    public required bool TakesWildcards { get; init; }

    /// <summary>The value where none is given; null where there is no such value.</summary>
    public required string? Default { get; init; }

    /// <summary>Whether PowerShell itself gives it to every cmdlet that changes something; no page need name such a one.</summary>
    public bool IsStandard { get; init; }

    /// <summary>Its part in each set it belongs to; under <see cref="EverySet"/> where it is the same in all.</summary>
    public required IReadOnlyDictionary<string, ParameterPlace> Places { get; init; }

    public bool IsSwitch => Type == typeof(SwitchParameter);

    /// <summary>Its part in a set; null where it has none.</summary>
    public ParameterPlace? In(string set) => Places.TryGetValue(set, out ParameterPlace? place) || Places.TryGetValue(EverySet, out place) ? place : null;
}
