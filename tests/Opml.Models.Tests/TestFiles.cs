namespace Opml.Models.Tests;

/// <summary>The committed files of tests/data/pytorch, made by its make.py with PyTorch.</summary>
internal static class TestFiles
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "data", "pytorch", name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path(name));
}
