using Opml.Node.Configuration;
using Opml.Node.Models;

namespace Opml.Node.Tests.Models;

/// <summary>The list of models that follows its folders.</summary>
public sealed class ModelCatalogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("opml-models-").FullName;
    private readonly List<string> _failed = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_follows_manifests_in_the_folder_and_below()
    {
        ModelCatalog catalog = Catalog();
        Assert.False(Refresh(catalog));
        Put("a", "a.opml.json");
        Put("b", Path.Join("below", "b.opml.json"));
        Assert.True(Refresh(catalog));
        Assert.Equal(2, catalog.Count);
        Assert.False(Refresh(catalog));

        File.Delete(Path.Join(_folder, "a.opml.json"));
        Assert.True(Refresh(catalog, keepGone: true));
        Assert.Equal([false, true], catalog.Loaded.Select(model => model.IsRetired));
        Assert.False(Refresh(catalog, keepGone: true));
        Put("a", "a.opml.json");
        Assert.True(Refresh(catalog, keepGone: true));
        Assert.DoesNotContain(catalog.Loaded, model => model.IsRetired);

        Directory.Delete(Path.Join(_folder, "below"), recursive: true);
        Assert.True(Refresh(catalog));
        Assert.True(catalog.Loaded[1].IsRetired);
        Assert.True(Refresh(catalog));
        Assert.Single(catalog);
        Assert.Empty(_failed);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{ \"program\": 3 }")]
    [InlineData("nonsense")]
    [InlineData("{ \"program\": \"absent.elf\", \"model\": \"absent.ggml\" }")]
    [InlineData("{ \"program\": \"bad.opml.json\", \"model\": \"bad.opml.json\" }")]
    public void A_manifest_that_is_wrong_is_told_once_and_passed_over(string json)
    {
        ModelCatalog catalog = Catalog();
        Put("a", "a.opml.json");
        File.WriteAllText(Path.Join(_folder, "bad.opml.json"), json.PadRight(41));
        Refresh(catalog);
        Refresh(catalog);
        Assert.Single(catalog);
        Assert.Single(_failed);
    }

    [Fact]
    public void A_model_that_is_named_and_does_not_load_is_an_error()
    {
        string bad = Path.Join(_folder, "bad");
        File.WriteAllText(bad, "odd");
        var catalog = new ModelCatalog([new ModelSource(bad, bad)], [], TimeSpan.Zero, (path, _) => _failed.Add(path));
        Assert.Contains(bad, Assert.Throws<NodeConfigurationException>(() => Refresh(catalog)).Message, StringComparison.Ordinal);
    }

    private ModelCatalog Catalog() => new([], [_folder], TimeSpan.Zero, (path, _) => _failed.Add(path));

    private static bool Refresh(ModelCatalog catalog, bool keepGone = false) => catalog.Refresh(keepGone, TestContext.Current.CancellationToken);

    private void Put(string name, string manifest)
    {
        string path = Path.Join(_folder, manifest), folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        File.Copy(Path.Join(AppContext.BaseDirectory, "guests", "echo.elf"), Path.Join(folder, name + ".elf"), overwrite: true);
        File.WriteAllText(Path.Join(folder, name + ".ggml"), name);
        File.WriteAllText(path, $$"""{ "program": "{{name}}.elf", "model": "{{name}}.ggml" }""");
    }
}
