using System.IO.Compression;

namespace Opml.Packaging.Archives;

/// <summary>Zip files without anything of the moment or the machine in them.</summary>
internal static class ZipWriter
{
    /// <summary>Every entry's time: the first that a zip file can say.</summary>
    public static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Write(Stream stream, IEnumerable<PackedFile> files)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (PackedFile file in files)
        {
            ZipArchiveEntry entry = zip.CreateEntry(file.Path, CompressionLevel.SmallestSize);
            entry.LastWriteTime = Time;
            entry.ExternalAttributes = (0x8000 | (int)TarballWriter.ModeOf(file)) << 16;
            using Stream from = file.Read(), to = entry.Open();
            from.CopyTo(to);
        }
    }
}
