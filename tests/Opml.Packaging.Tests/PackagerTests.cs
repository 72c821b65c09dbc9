using System.Formats.Tar;
using System.IO.Compression;
using System.Xml.Linq;

namespace Opml.Packaging.Tests;

/// <summary>What is in the packages.</summary>
public sealed class PackagerTests : IDisposable
{
    private readonly Repository _repository = new();

    [Fact]
    public void The_module_is_a_folder_for_PSModulePath() => Assert.Equal(
        ["CHANGELOG.md", "LICENSE", "Opml.psd1", "README.md", "THIRD-PARTY-NOTICES.txt", "en-US/about.help.txt", "module/Opml.Format.ps1xml", "module/bin/Opml.dll", "module/bin/deps/Opml.PowerShell.deps.json",
            "module/bin/deps/runtimes/linux-x64/native/libe_sqlite3.so", "module/bin/deps/runtimes/osx-arm64/native/libe_sqlite3.so"],
        Below(Path.Join(_repository.Pack("out1"), "Opml", "1.2.3")));

    [Fact]
    public void The_gallerys_package_has_the_module_at_its_root_and_describes_it()
    {
        using ZipArchive zip = ZipFile.OpenRead(Path.Join(_repository.Pack("out1"), "Opml.1.2.3.nupkg"));
        Assert.NotNull(zip.GetEntry("Opml.psd1"));
        using Stream nuspec = zip.GetEntry("Opml.nuspec")!.Open();
        Dictionary<string, string> said = XDocument.Load(nuspec).Root!.Elements().Single().Elements().ToDictionary(static element => element.Name.LocalName, static element => element.Value);
        Assert.Equal(("Opml", "1.2.3", "Somebody", "Nobody", "Does things."), (said["id"], said["version"], said["authors"], said["owners"], said["description"]));
        Assert.Equal("thing PSModule PSEdition_Core PSIncludes_Cmdlet PSCmdlet_Get-Thing PSCmdlet_Set-Thing PSCommand_Get-Thing PSCommand_Set-Thing", said["tags"]);
    }

    // Open Packaging Conventions: a part without a content type is no part.
    [Fact]
    public void Every_part_of_the_gallerys_package_has_a_content_type()
    {
        using ZipArchive zip = ZipFile.OpenRead(Path.Join(_repository.Pack("out1"), "Opml.1.2.3.nupkg"));
        using Stream stream = zip.GetEntry("[Content_Types].xml")!.Open();
        XElement[] types = [.. XDocument.Load(stream).Root!.Elements()];
        foreach (ZipArchiveEntry entry in zip.Entries.Where(static entry => entry.FullName != "[Content_Types].xml"))
            Assert.Single(types, type => (string?)type.Attribute("PartName") == "/" + entry.FullName || ((string?)type.Attribute("Extension") is { } extension && "." + extension == Path.GetExtension(entry.FullName)));
    }

    [Fact]
    public void The_relationships_lead_to_parts_that_are_there()
    {
        using ZipArchive zip = ZipFile.OpenRead(Path.Join(_repository.Pack("out1"), "Opml.1.2.3.nupkg"));
        using Stream stream = zip.GetEntry("_rels/.rels")!.Open();
        Assert.All(XDocument.Load(stream).Root!.Elements(), link => Assert.NotNull(zip.GetEntry(((string)link.Attribute("Target")!).TrimStart('/'))));
    }

    [Fact]
    public void An_archive_has_the_shell_which_Unix_may_execute()
    {
        using var gzip = new GZipStream(File.OpenRead(Path.Join(_repository.Pack("out1"), "opml-1.2.3-linux-x64.tar.gz")), CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        var modes = new Dictionary<string, UnixFileMode>();
        while (tar.GetNextEntry() is { } entry)
        {
            modes.Add(entry.Name, entry.Mode);
            Assert.Equal((0, 0), (entry.Uid, entry.Gid));
        }

        Assert.All(modes, static entry => Assert.Equal(entry.Key.EndsWith("/Opml.Shell", StringComparison.Ordinal), entry.Value.HasFlag(UnixFileMode.OtherExecute)));
        Assert.Contains("opml-1.2.3-linux-x64/shell/Opml.Shell", modes.Keys);
        Assert.Contains("opml-1.2.3-linux-x64/examples/one.ps1", modes.Keys);
        Assert.Contains("opml-1.2.3-linux-x64/module/bin/deps/runtimes/linux-x64/native/libe_sqlite3.so", modes.Keys);
        Assert.DoesNotContain(modes.Keys, static name => name.Contains("osx-arm64") || name.Contains("/out/") || name.EndsWith(".pdb", StringComparison.Ordinal));
    }

    [Fact]
    public void An_archive_has_the_modules_code_for_its_platform_the_gallerys_package_that_for_all()
    {
        string output = _repository.Pack("out1");
        using ZipArchive archive = ZipFile.OpenRead(Path.Join(output, "opml-1.2.3-win-x64.zip")), package = ZipFile.OpenRead(Path.Join(output, "Opml.1.2.3.nupkg"));
        Assert.Equal("code for the platform", Text(archive, "opml-1.2.3-win-x64/module/bin/Opml.dll"));
        Assert.Equal("module/bin/Opml.dll", Text(package, "module/bin/Opml.dll"));

        static string Text(ZipArchive zip, string name)
        {
            using var reader = new StreamReader(zip.GetEntry(name)!.Open());
            return reader.ReadToEnd();
        }
    }

    [Fact]
    public void Code_of_an_assembly_that_the_module_no_longer_has_is_refused()
    {
        _repository.Write("published/module/Old.dll", "old");
        Assert.Contains("Old.dll", Assert.Throws<PackagingException>(() => _repository.Pack("out1")).Message);
    }

    [Fact]
    public void The_same_files_give_the_same_bytes_whatever_their_times()
    {
        string first = _repository.Pack("out1");
        foreach (string path in Directory.EnumerateFiles(_repository.Path, "*", SearchOption.AllDirectories).Where(path => !path.StartsWith(first, StringComparison.Ordinal)))
            File.SetLastWriteTimeUtc(path, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        string second = _repository.Pack("out2");
        foreach (string name in new[] { "Opml.1.2.3.nupkg", "opml-1.2.3-linux-x64.tar.gz", "opml-1.2.3-win-x64.zip", "SHA256SUMS" })
            Assert.Equal(File.ReadAllBytes(Path.Join(first, name)), File.ReadAllBytes(Path.Join(second, name)));
        Assert.Equal(3, File.ReadAllLines(Path.Join(first, "SHA256SUMS")).Length);
    }

    [Fact]
    public void What_is_not_built_is_named()
    {
        Directory.Delete(_repository.At("en-US"), recursive: true);
        Assert.Contains("en-US", Assert.Throws<PackagingException>(() => _repository.Pack("out1")).Message);
    }

    public void Dispose() => _repository.Dispose();

    private static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal);
}
