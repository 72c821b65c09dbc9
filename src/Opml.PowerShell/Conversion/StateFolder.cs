namespace Opml.PowerShell.Conversion;

/// <summary>A folder for players' files: the user's, which stays, or a temporary one, which is removed.</summary>
internal sealed class StateFolder : IDisposable
{
    private readonly bool _isTemporary;

    /// <param name="path">Full path of the user's folder, made where it is missing; null for a temporary one.</param>
    /// <param name="scratchFolder">Where a temporary one is best made: a folder that is removed even if this process is killed.</param>
    public StateFolder(string? path, string? scratchFolder)
    {
        _isTemporary = path is null;
        Path = FileAccessException.Writing(() =>
            path is not null ? Directory.CreateDirectory(path).FullName
            : scratchFolder is not null ? Directory.CreateDirectory(System.IO.Path.Join(scratchFolder, Guid.NewGuid().ToString("n"))).FullName
            : Directory.CreateTempSubdirectory("opml-").FullName);
    }

    public string Path { get; }

    public void Dispose()
    {
        if (_isTemporary && Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
