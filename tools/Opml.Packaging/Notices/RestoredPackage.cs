using System.Xml.Linq;

namespace Opml.Packaging.Notices;

/// <summary>A package of others, as it lies in NuGet's folder.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Licence">Its licence's SPDX identifier; null where it only brings its licence's text.</param>
/// <param name="Copyright">Whose it is.</param>
/// <param name="Project">Where it is from; empty where it does not say.</param>
/// <param name="Texts">The licence and notice files that it brings, by name.</param>
internal sealed record RestoredPackage(string Id, string Version, string? Licence, string Copyright, string Project, IReadOnlyList<(string Name, string Text)> Texts)
{
    private static readonly string[] s_words = ["LICENSE", "LICENCE", "NOTICE", "COPYING"];

    /// <exception cref="PackagingException">It is not there, or does not say its licence.</exception>
    public static RestoredPackage Read(string packages, string id, string version)
    {
        string folder = Path.Join(packages, id.ToLowerInvariant(), version.ToLowerInvariant());
        string file = Path.Join(folder, id.ToLowerInvariant() + ".nuspec");
        if (!File.Exists(file)) throw new PackagingException($"'{file}' is not there: restore the packages first.");
        XElement metadata = XDocument.Load(file).Root!.Elements().Single(static element => element.Name.LocalName == "metadata");
        string Of(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim() ?? "";
        XElement? licence = metadata.Elements().FirstOrDefault(static element => element.Name.LocalName == "license");
        (string Name, string Text)[] texts =
        [
            .. from path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
               let name = Path.GetFileName(path)
               where s_words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase))
               select (name, File.ReadAllText(path).ReplaceLineEndings("\n").Trim()),
        ];
        string? expression = licence?.Attribute("type")?.Value == "expression" ? licence.Value : null;
        if (expression is null && !texts.Any(static text => text.Name.StartsWith("LICEN", StringComparison.OrdinalIgnoreCase)))
            throw new PackagingException($"{id} {version} names no licence by an SPDX expression, and brings no text of one: look at it, and say here how it is to be listed.");
        return new RestoredPackage(Path.GetFileName(id), version, expression, Of("copyright") is { Length: > 0 } said ? said : Of("authors"), Of("projectUrl"), texts);
    }
}
