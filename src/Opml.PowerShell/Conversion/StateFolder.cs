namespace Opml.PowerShell.Conversion;

/// <summary>A folder for players' files: the user's, which stays, or a temporary one, which is removed.</summary>
internal sealed class StateFolder : IDisposable
{
    private readonly bool _isTemporary;

    /// <param name="path">Full path of the user's folder, made where it is missing; null for a temporary one.</param>
    public StateFolder(string? path)
    {
        _isTemporary = path is null;
        Path = path is null
            ? Directory.CreateTempSubdirectory("opml-").FullName
            : Directory.CreateDirectory(path).FullName;
    }

    public string Path { get; }

    public void Dispose()
    {
        if (_isTemporary) Directory.Delete(Path, recursive: true);
    }
}
