namespace Opml.Packaging;

/// <summary>A file of a package.</summary>
/// <param name="Path">Where it lies in the package, with slashes.</param>
/// <param name="Read">Opens its content.</param>
/// <param name="IsProgram">Whether Unix may execute it.</param>
internal sealed record PackedFile(string Path, Func<Stream> Read, bool IsProgram = false)
{
    public static PackedFile Of(string path, string text) => Of(path, System.Text.Encoding.UTF8.GetBytes(text));

    public static PackedFile Of(string path, byte[] bytes) => new(path, () => new MemoryStream(bytes, writable: false));

    public static PackedFile From(string path, string source, bool isProgram = false) => new(path, () => File.OpenRead(source), isProgram);

    /// <summary>The files in their one order, by their paths' code units, each path once.</summary>
    /// <exception cref="PackagingException">Two files have one path.</exception>
    public static IReadOnlyList<PackedFile> Sort(IEnumerable<PackedFile> files)
    {
        PackedFile[] sorted = [.. files.OrderBy(static file => file.Path, StringComparer.Ordinal)];
        for (int i = 1; i < sorted.Length; i++)
            if (sorted[i].Path == sorted[i - 1].Path) throw new PackagingException($"'{sorted[i].Path}' is there twice.");
        return sorted;
    }
}
