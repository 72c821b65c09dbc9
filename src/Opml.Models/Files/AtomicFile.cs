namespace Opml.Models.Files;

/// <summary>Writes a file so that its name only ever shows a complete one.</summary>
public static class AtomicFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>
    /// Writes to a new file beside <paramref name="path"/>, flushes it to disk and renames it; on any failure the new
    /// file is removed and what was at the path is untouched.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="overwrite">Whether one that is there may be replaced.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="length">Its length in bytes where that is known, so that a disk without room refuses at once.</param>
    /// <exception cref="IOException">The path exists and may not be overwritten, or the disk refuses.</exception>
    public static void Write(string path, bool overwrite, Action<Stream> write, long length = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string target = Path.GetFullPath(path);
        if (Directory.Exists(target))
            throw new IOException($"'{target}' is a folder: name a file in it.");
        if (!overwrite && File.Exists(target))
            throw new IOException($"'{target}' exists already: choose another name or ask to overwrite it.");
        string folder = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"The folder '{folder}' does not exist: make it first or choose another.");
        string temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.tmp");
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.None,
                BufferSize = BufferSize,
                PreallocationSize = length,
            };
            using (var stream = new FileStream(temporary, options))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
