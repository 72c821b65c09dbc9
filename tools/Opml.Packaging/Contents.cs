namespace Opml.Packaging;

/// <summary>Which files of the repository go where.</summary>
internal static class Contents
{
    private static readonly string[] s_moduleParts = ["Opml.psd1", "README.md", "LICENSE", "CHANGELOG.md", "module", "en-US"];
    private static readonly string[] s_archiveParts = [.. s_moduleParts, "docs", "examples"];

    private static readonly string[] s_programs = ["Opml.Shell", "createdump"];

    // What pwsh 7.6 runs on; SQLite is there for more.
    private static readonly string[] s_platforms =
        ["linux-arm", "linux-arm64", "linux-musl-arm64", "linux-musl-x64", "linux-x64", "osx-arm64", "osx-x64", "win-arm64", "win-x64", "win-x86"];

    /// <summary>The module, with native libraries for every platform that PowerShell runs on.</summary>
    public static IEnumerable<PackedFile> Module(string repository) => Parts(repository, s_moduleParts, s_platforms);

    /// <summary>
    /// The module with documentation and examples, and the shell under "shell", for one platform; of the module's assemblies those with
    /// code for the platform, where there is one.
    /// </summary>
    /// <exception cref="PackagingException">The module has no assembly that one was compiled of.</exception>
    public static IEnumerable<PackedFile> Archive(string repository, string platform, string published)
    {
        string shell = Path.Join(published, "shell"), module = Path.Join(published, "module");
        Dictionary<string, string> precompiled = FilesBelow(module).ToDictionary(static path => "module/bin/" + path, path => Path.Join(module, path));
        foreach (PackedFile file in Parts(repository, s_archiveParts, [platform]))
            yield return precompiled.Remove(file.Path, out string? source) ? PackedFile.From(file.Path, source) : file;
        if (precompiled.Count > 0) throw new PackagingException($"'{precompiled.Values.First()}' is none of the module's files: build and publish again.");
        foreach (string path in FilesBelow(shell).Where(IsNeeded)) yield return PackedFile.From("shell/" + path, Path.Join(shell, path), s_programs.Contains(path));
    }

    private static IEnumerable<PackedFile> Parts(string repository, string[] parts, string[] platforms)
    {
        foreach (string part in parts)
        {
            string at = Path.Join(repository, part);
            if (File.Exists(at)) yield return PackedFile.From(part, at);
            else if (!Directory.Exists(at)) throw new PackagingException($"'{at}' is not there: build first.");
            else
                foreach (string path in FilesBelow(at).Where(IsNeeded).Where(path => IsFor(path, platforms))) yield return PackedFile.From($"{part}/{path}", Path.Join(at, path));
        }
    }

    // What examples leave behind, and what only a debugger or a compiler reads, stays at home.
    private static bool IsNeeded(string path) =>
        !path.Split('/').Contains("out") && Path.GetExtension(path) != ".pdb" && !(path.StartsWith("bin/", StringComparison.Ordinal) && path.EndsWith(".xml", StringComparison.Ordinal));

    private static bool IsFor(string path, string[] platforms)
    {
        string[] parts = path.Split('/');
        int at = Array.IndexOf(parts, "runtimes");
        return at < 0 || platforms.Contains(parts[at + 1]);
    }

    private static IEnumerable<string> FilesBelow(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'));
}
