namespace Opml.Models.Tests;

/// <summary>A folder that lives as long as a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("opml-models-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string[] Names() => [.. Directory.EnumerateFiles(Path).Select(f => System.IO.Path.GetFileName(f)).Order()];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
