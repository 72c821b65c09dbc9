namespace Opml.Packaging.Tests;

/// <summary>The version is said in one place.</summary>
public sealed class VersionTests
{
    [Fact]
    public void Assemblies_have_the_manifests_version()
    {
        DirectoryInfo at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Join(at.FullName, "Opml.psd1"))) at = at.Parent!;
        Assert.Equal(ModuleManifest.Read(Path.Join(at.FullName, "Opml.psd1")).Version, typeof(Packager).Assembly.GetName().Version!.ToString(3));
    }

    [Theory]
    [InlineData("@{ A = 1 }", "no ModuleVersion")]
    [InlineData("@{ A = ", "manifest.psd1")]
    public void What_is_no_manifest_is_refused(string text, string says)
    {
        using var folder = new Repository();
        folder.Write("manifest.psd1", text);
        Assert.Contains(says, Assert.Throws<PackagingException>(() => ModuleManifest.Read(folder.At("manifest.psd1"))).Message);
    }
}
