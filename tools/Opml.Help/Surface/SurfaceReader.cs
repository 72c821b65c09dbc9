using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace Opml.Help.Surface;

/// <summary>Reads the cmdlets off an assembly: from their attributes, and the defaults from an object of each.</summary>
internal static class SurfaceReader
{
    /// <summary>The public cmdlets, by name.</summary>
    public static IReadOnlyList<CmdletSurface> Read(Assembly assembly) =>
        [.. assembly.GetExportedTypes().Where(static type => type.IsDefined(typeof(CmdletAttribute))).Select(Read).OrderBy(static cmdlet => cmdlet.Name, StringComparer.Ordinal)];

    private static CmdletSurface Read(Type type)
    {
        CmdletAttribute declared = type.GetCustomAttribute<CmdletAttribute>()!;
        object cmdlet = Activator.CreateInstance(type)!;
        IEnumerable<ParameterSurface> parameters = Parameters(cmdlet);
        if (cmdlet is IDynamicParameters dynamic && dynamic.GetDynamicParameters() is { } more) parameters = parameters.Concat(Parameters(more));
        if (declared.SupportsShouldProcess) parameters = parameters.Concat([Standard("Confirm", "cf"), Standard("WhatIf", "wi")]);
        (cmdlet as IDisposable)?.Dispose();
        ParameterSurface[] all =
        [
            .. parameters
                .OrderBy(static parameter => parameter.IsStandard)
                .ThenBy(static parameter => parameter.Places.Values.Min(static place => place.Position ?? int.MaxValue))
                .ThenByDescending(static parameter => parameter.Places.Values.Any(static place => place.IsMandatory))
                .ThenBy(static parameter => parameter.Name, StringComparer.Ordinal),
        ];
        return new CmdletSurface
        {
            Verb = declared.VerbName,
            Noun = declared.NounName,
            Sets = Sets(all, declared.DefaultParameterSetName),
            Parameters = all,
            Outputs = [.. type.GetCustomAttributes<OutputTypeAttribute>().SelectMany(static output => output.Type).Select(static name => name.Type ?? typeof(object))],
        };
    }

    private static string[] Sets(IEnumerable<ParameterSurface> parameters, string? preferred)
    {
        string[] named =
        [
            .. parameters.SelectMany(static parameter => parameter.Places.Keys).Where(static set => set != ParameterSurface.EverySet)
                .Distinct().OrderByDescending(set => set == preferred).ThenBy(static set => set, StringComparer.Ordinal),
        ];
        return named.Length > 0 ? named : [ParameterSurface.EverySet];
    }

    private static IEnumerable<ParameterSurface> Parameters(object holder) =>
        from property in holder.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public)
        let places = property.GetCustomAttributes<ParameterAttribute>().ToArray()
        where places.Length > 0
        select new ParameterSurface
        {
            Name = property.Name,
            Type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType,
            Aliases = [.. property.GetCustomAttributes<AliasAttribute>().SelectMany(static alias => alias.AliasNames)],
            TakesWildcards = property.IsDefined(typeof(SupportsWildcardsAttribute)),
            Default = places.All(static place => place.Mandatory) ? null : Text(property.GetValue(holder)),
            Places = places.ToDictionary(static place => place.ParameterSetName, static place => new ParameterPlace(
                place.Mandatory,
                place.Position == int.MinValue ? null : place.Position,
                place.ValueFromPipeline,
                place.ValueFromPipelineByPropertyName)),
        };

    private static ParameterSurface Standard(string name, string alias) => new()
    {
        Name = name,
        Type = typeof(SwitchParameter),
        Aliases = [alias],
        TakesWildcards = false,
        IsStandard = true,
        Default = "False",
        Places = new Dictionary<string, ParameterPlace> { [ParameterSurface.EverySet] = new(false, null, false, false) },
    };

    private static string? Text(object? value) => value switch
    {
        null => null,
        SwitchParameter flag => flag.IsPresent.ToString(),
        string text => text,
        IEnumerable many => string.Join(", ", many.Cast<object>().Select(Text)) is { Length: > 0 } list ? list : null,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
