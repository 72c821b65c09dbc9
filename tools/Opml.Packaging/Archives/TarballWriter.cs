using System.Formats.Tar;
using System.IO.Compression;

namespace Opml.Packaging.Archives;

/// <summary>Gzipped tar files (ustar, POSIX.1-1988) without anything of the moment or the machine in them.</summary>
internal static class TarballWriter
{
    private const UnixFileMode Data = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Program = Data | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>755 for a program, 644 for anything else.</summary>
    public static UnixFileMode ModeOf(PackedFile file) => file.IsProgram ? Program : Data;

    public static void Write(Stream stream, IEnumerable<PackedFile> files)
    {
        using var gzip = new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
        using var tar = new TarWriter(gzip, TarEntryFormat.Ustar, leaveOpen: true);
        foreach (PackedFile file in files)
        {
            using Stream from = file.Read();
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, file.Path) { Mode = ModeOf(file), ModificationTime = ZipWriter.Time, DataStream = from });
        }
    }
}
