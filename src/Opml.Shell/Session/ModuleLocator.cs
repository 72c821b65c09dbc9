using System.Management.Automation.Language;

namespace Opml.Shell.Session;

/// <summary>Finds the module's manifest.</summary>
internal static class ModuleLocator
{
    private const string ManifestName = "Opml.psd1";
    private const string BuildScript = "build.ps1";

    /// <summary>The manifest that <c>-ModulePath</c> names: the file itself, or the one in the folder.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static string Named(string path)
    {
        string full = Path.GetFullPath(path);
        string manifest = Directory.Exists(full) ? Path.Combine(full, ManifestName) : full;
        return File.Exists(manifest)
            ? manifest
            : throw new FileNotFoundException($"-ModulePath: there is no module at '{manifest}'. Give a .psd1 file or a folder with {ManifestName}.", manifest);
    }

    /// <summary>
    /// The first Opml.psd1 from <paramref name="folder"/> upwards, or null when there is none or it has not been built yet
    /// (its RootModule is missing): then the shell opens without it.
    /// </summary>
    public static string? FindBuilt(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
        {
            string manifest = Path.Combine(at.FullName, ManifestName);
            if (File.Exists(manifest)) return IsBuilt(manifest) ? manifest : null;
        }

        return null;
    }

    /// <summary>True for the build script beside the manifest: it replaces the module's files, so it must not hold them open.</summary>
    public static bool IsOwnBuild(string manifest, string script) =>
        Path.GetFullPath(script) == Path.Combine(Path.GetDirectoryName(manifest)!, BuildScript);

    private static bool IsBuilt(string manifest)
    {
        Ast ast = Parser.ParseFile(manifest, out _, out ParseError[] errors);
        if (errors.Length > 0) return true; // let Import-Module say what is wrong with it
        var table = (HashtableAst?)ast.Find(static node => node is HashtableAst, searchNestedScriptBlocks: false);
        string? root = table?.KeyValuePairs
            .Where(static pair => pair.Item1 is StringConstantExpressionAst { Value: "RootModule" })
            .Select(static pair => pair.Item2.Find(static node => node is StringConstantExpressionAst, false))
            .OfType<StringConstantExpressionAst>()
            .FirstOrDefault()?.Value;
        return root is null || File.Exists(Path.Combine(Path.GetDirectoryName(manifest)!, root.Replace('\\', '/')));
    }
}
