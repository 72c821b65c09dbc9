using System.Text;
using System.Text.Json;

namespace Opml.Packaging.Notices;

/// <summary>Lists the packages of others that a package holds, with their licences.</summary>
internal static class NoticeWriter
{
    private const string OwnText = "a licence of its own, whose text is below";
    private const string RuntimePack = "runtimepack.";
    private static readonly string s_line = new('-', 78);

    /// <param name="dependencies">The .deps.json files of what is handed out.</param>
    /// <exception cref="PackagingException">A package is not there, or its licence has no text here.</exception>
    public static string Write(IEnumerable<string> dependencies)
    {
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return Write([.. dependencies.SelectMany(Names).Distinct().OrderBy(static name => name.Id, StringComparer.OrdinalIgnoreCase).Select(name => RestoredPackage.Read(packages, name.Id, name.Version))]);
    }

    public static string Write(IReadOnlyList<RestoredPackage> packages)
    {
        var text = new StringBuilder("This package holds software of others, under these licences.\n\n");
        foreach (RestoredPackage package in packages) text.Append($"{package.Id} {package.Version}: {package.Licence ?? OwnText}\n");
        foreach (RestoredPackage package in packages)
        {
            text.Append($"\n{s_line}\n{package.Id} {package.Version}\n{package.Licence ?? OwnText}\n{package.Copyright}\n");
            if (package.Project.Length > 0) text.Append($"{package.Project}\n");
            foreach ((string name, string content) in package.Texts) text.Append($"\n{name}:\n\n{content}\n");
        }

        foreach (string licence in packages.Select(static package => package.Licence).OfType<string>().Distinct().Order(StringComparer.Ordinal))
            text.Append($"\n{s_line}\nThe licence {licence}\n\n{Text(licence)}\n");
        return text.ToString();
    }

    /// <summary>The packages that a .deps.json file names, the runtime itself among them.</summary>
    internal static IEnumerable<(string Id, string Version)> Names(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return
        [
            .. from library in document.RootElement.GetProperty("libraries").EnumerateObject()
               where library.Value.GetProperty("type").GetString() is "package" or "runtimepack"
               let parts = library.Name.Split('/')
               select (parts[0].StartsWith(RuntimePack, StringComparison.Ordinal) ? parts[0][RuntimePack.Length..] : parts[0], parts[1]),
        ];
    }

    private static string Text(string licence)
    {
        using Stream stream = typeof(NoticeWriter).Assembly.GetManifestResourceStream(licence)
            ?? throw new PackagingException($"There is no text of the licence {licence}: add tools/Opml.Packaging/Licences/{licence}.txt.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Trim();
    }
}
