using Opml.Packaging.Notices;

namespace Opml.Packaging.Tests;

/// <summary>The list of others' licences.</summary>
public sealed class NoticeTests : IDisposable
{
    private readonly Repository _packages = new();

    [Fact]
    public void Says_of_each_package_whose_it_is_and_brings_its_own_texts_and_the_licences()
    {
        _packages.Write("one/1.0.0/one.nuspec", Nuspec("<license type=\"expression\">MIT</license><copyright>(c) One</copyright>"));
        _packages.Write("two/2.0.0/two.nuspec", Nuspec("<license type=\"expression\">Apache-2.0</license><authors>Two</authors><projectUrl>https://example.org/two</projectUrl>"));
        _packages.Write("two/2.0.0/NOTICE.txt", "Two thanks Three.");
        string text = NoticeWriter.Write([RestoredPackage.Read(_packages.Path, "One", "1.0.0"), RestoredPackage.Read(_packages.Path, "Two", "2.0.0")]);
        foreach (string part in new[] { "One 1.0.0: MIT\nTwo 2.0.0: Apache-2.0\n", "(c) One", "https://example.org/two", "NOTICE.txt:\n\nTwo thanks Three.", "Permission is hereby granted", "Apache License" })
            Assert.Contains(part, text);
    }

    [Theory]
    [InlineData("<licenseUrl>https://example.org/</licenseUrl>", "names no licence by an SPDX expression")]
    [InlineData("<license type=\"file\">licence.txt</license>", "names no licence by an SPDX expression")]
    [InlineData("<license type=\"expression\">Unheard-Of</license>", "no text of the licence Unheard-Of")]
    public void A_licence_that_is_not_known_is_no_licence(string licence, string says)
    {
        _packages.Write("one/1.0.0/one.nuspec", Nuspec(licence));
        Assert.Contains(says, Assert.Throws<PackagingException>(() => NoticeWriter.Write([RestoredPackage.Read(_packages.Path, "One", "1.0.0")])).Message);
    }

    [Fact]
    public void A_licence_without_a_name_is_listed_by_its_text()
    {
        _packages.Write("one/1.0.0/one.nuspec", Nuspec("<licenseUrl>https://example.org/</licenseUrl>"));
        _packages.Write("one/1.0.0/LICENSE.txt", "Do as you like.");
        Assert.Contains("LICENSE.txt:\n\nDo as you like.", NoticeWriter.Write([RestoredPackage.Read(_packages.Path, "One", "1.0.0")]));
    }

    [Fact]
    public void A_package_that_was_not_restored_is_named() =>
        Assert.Contains("three.nuspec", Assert.Throws<PackagingException>(() => RestoredPackage.Read(_packages.Path, "Three", "1.0.0")).Message);

    [Fact]
    public void Packages_and_the_runtime_are_read_from_what_the_build_wrote()
    {
        _packages.Write("deps.json", """{ "libraries": { "Own/1": { "type": "project" }, "One/1.0.0": { "type": "package" }, "runtimepack.The.Runtime/10.0.1": { "type": "runtimepack" } } }""");
        Assert.Equal([("One", "1.0.0"), ("The.Runtime", "10.0.1")], NoticeWriter.Names(_packages.At("deps.json")));
    }

    public void Dispose() => _packages.Dispose();

    private static string Nuspec(string elements) => $"<package xmlns=\"http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd\"><metadata><id>one</id>{elements}</metadata></package>";
}
