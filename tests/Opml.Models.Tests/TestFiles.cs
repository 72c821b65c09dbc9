namespace Opml.Models.Tests;

/// <summary>The files of tests/data/pytorch, made by its make.py with PyTorch: the committed ones, or those that OPML_TEST_MODELS names.</summary>
internal static class TestFiles
{
    private static readonly string s_folder =
        Environment.GetEnvironmentVariable("OPML_TEST_MODELS") is { Length: > 0 } anew ? anew : System.IO.Path.Combine(AppContext.BaseDirectory, "data", "pytorch");

    public static string Path(string name) => System.IO.Path.Combine(s_folder, name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path(name));
}
