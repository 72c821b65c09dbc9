namespace Opml.Fuzz.Targets;

/// <summary>Good files beside the program, and text as bytes.</summary>
internal static class SeedFiles
{
    public static IEnumerable<byte[]> In(string folder)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "seeds", folder);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)
            : [];
    }

    public static byte[][] Tokens(params string[] tokens) => [.. tokens.Select(System.Text.Encoding.UTF8.GetBytes)];
}
