using System.Security.Cryptography;
using Opml.Packaging.Archives;
using Opml.Packaging.Notices;

namespace Opml.Packaging;

/// <summary>Makes the packages: the same bytes from the same files, whenever and wherever it runs.</summary>
internal sealed class Packager(string repository, string output)
{
    private const string NoticesName = "THIRD-PARTY-NOTICES.txt";

    private readonly ModuleManifest _manifest = ModuleManifest.Read(Path.Join(repository, "Opml.psd1"));
    private readonly List<string> _made = [];

    /// <summary>What was made, in its order.</summary>
    public IReadOnlyList<string> Made => _made;

    /// <summary>The module as a folder for PSModulePath, and as a package for a gallery.</summary>
    public void MakeModule()
    {
        string notices = NoticeWriter.Write([Path.Join(repository, "module", "bin", "deps", "Opml.PowerShell.deps.json")]);
        IReadOnlyList<PackedFile> files = PackedFile.Sort([.. Contents.Module(repository), PackedFile.Of(NoticesName, notices)]);
        string folder = Path.Join(output, "Opml", _manifest.Version);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        foreach (PackedFile file in files)
        {
            string path = Path.Join(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using Stream from = file.Read(), to = File.Create(path);
            from.CopyTo(to);
        }

        _made.Add(folder);
        Make($"Opml.{_manifest.Version}.nupkg", stream => NupkgWriter.Write(stream, "Opml", Nuspec.Write(_manifest), _manifest, files));
    }

    /// <summary>The shell with the module and all that .NET needs, for one platform.</summary>
    /// <param name="platform">The runtime identifier, as linux-x64.</param>
    /// <param name="published">A folder with "shell", as published, and "module", the assemblies of module/bin that were compiled for the platform.</param>
    public void MakeArchive(string platform, string published)
    {
        string name = $"opml-{_manifest.Version}-{platform}";
        string notices = NoticeWriter.Write([Path.Join(repository, "module", "bin", "deps", "Opml.PowerShell.deps.json"), Path.Join(published, "shell", "Opml.Shell.deps.json")]);
        IReadOnlyList<PackedFile> files = PackedFile.Sort(
            from file in Contents.Archive(repository, platform, published).Append(PackedFile.Of(NoticesName, notices))
            select file with { Path = $"{name}/{file.Path}" });
        if (platform.StartsWith("win", StringComparison.Ordinal)) Make(name + ".zip", stream => ZipWriter.Write(stream, files));
        else Make(name + ".tar.gz", stream => TarballWriter.Write(stream, files));
    }

    /// <summary>The packages' SHA-256, as sha256sum --check reads it.</summary>
    public void WriteChecksums() => File.WriteAllText(
        Path.Join(output, "SHA256SUMS"),
        string.Concat(_made.Where(File.Exists).Select(static path => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}  {Path.GetFileName(path)}\n")));

    private void Make(string name, Action<Stream> write)
    {
        Directory.CreateDirectory(output);
        string path = Path.Join(output, name);
        string beside = path + ".new";
        using (FileStream stream = File.Create(beside)) write(stream);
        File.Move(beside, path, overwrite: true);
        _made.Add(path);
    }
}
