namespace Opml.PowerShell.Conversion;

/// <summary>Reads whole files, but none that the machine has no room for.</summary>
internal static class BoundedFile
{
    /// <exception cref="InvalidDataException">The file is longer than <paramref name="maximum"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static byte[] Read(string path, int maximum, string what)
    {
        using FileStream stream = File.OpenRead(path);
        if (stream.Length > maximum)
            throw new InvalidDataException($"'{path}' has {stream.Length} bytes; the machine's range for {what} has room for {maximum}.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
