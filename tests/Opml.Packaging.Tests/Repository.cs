namespace Opml.Packaging.Tests;

/// <summary>A made-up repository and a made-up published shell and module, in a folder that goes away.</summary>
internal sealed class Repository : IDisposable
{
    public const string Manifest = """
        @{
            ModuleVersion = '1.2.3'
            Author = 'Somebody'
            CompanyName = 'Nobody'
            Copyright = '(c) Somebody.'
            Description = 'Does things.'
            CompatiblePSEditions = @('Core')
            CmdletsToExport = @('Get-Thing', 'Set-Thing')
            PrivateData = @{ PSData = @{ Tags = @('thing'); LicenseUri = 'https://example.org/licence'; ReleaseNotes = 'None.' } }
        }
        """;

    public Repository()
    {
        Write("Opml.psd1", Manifest);
        foreach (string name in new[] { "README.md", "LICENSE", "CHANGELOG.md", "module/Opml.Format.ps1xml", "module/bin/Opml.dll", "module/bin/Opml.pdb", "module/bin/Opml.xml", "en-US/about.help.txt", "docs/page.md" }) Write(name, name);
        foreach (string platform in new[] { "linux-x64", "osx-arm64", "linux-mips64" }) Write($"module/bin/deps/runtimes/{platform}/native/libe_sqlite3.so", platform);
        Write("module/bin/deps/Opml.PowerShell.deps.json", """{ "libraries": { "Opml.PowerShell/1.2.3": { "type": "project" } } }""");
        Write("examples/one.ps1", "1");
        Write("examples/mnist/out/left.bin", "left");
        Write("published/shell/Opml.Shell", "program");
        Write("published/shell/Opml.Shell.dll", "assembly");
        Write("published/module/Opml.dll", "code for the platform");
        Write("published/shell/Opml.Shell.deps.json", """{ "libraries": { "Opml.Shell/1.2.3": { "type": "project" } } }""");
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("opml-packaging-").FullName;

    public string At(string name) => System.IO.Path.Join(Path, name);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
    }

    /// <summary>Makes every package in a folder of its own.</summary>
    public string Pack(string output)
    {
        var packager = new Packager(Path, At(output));
        packager.MakeModule();
        packager.MakeArchive("linux-x64", At("published"));
        packager.MakeArchive("win-x64", At("published"));
        packager.WriteChecksums();
        return At(output);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
