using System.Management.Automation;

namespace Opml.PowerShell.Conversion;

/// <summary>Where converted files go: beside their sources, into a folder, or to one named file.</summary>
internal sealed class Destination
{
    private readonly string? _path;
    private readonly bool _isFolder;
    private string? _usedBy;

    /// <param name="paths">The session's paths.</param>
    /// <param name="destination">What the user gave: null for beside the source, a folder, or a file.</param>
    public Destination(ProviderPaths paths, string? destination)
    {
        if (destination is null) return;
        _path = paths.ForOutput(destination);
        _isFolder = Directory.Exists(_path) || destination.EndsWith('/') || destination.EndsWith('\\');
    }

    /// <summary>The file to write for a source.</summary>
    /// <exception cref="PSArgumentException">One file is to take two sources.</exception>
    public string For(string source, string extension)
    {
        if (_path is not null && !_isFolder)
        {
            if (_usedBy is not null && _usedBy != source)
                throw new PSArgumentException($"'{_path}' already took '{_usedBy}'. To convert several files, give a folder that exists as the destination.");
            _usedBy = source;
            return _path;
        }
        string name = Path.GetFileNameWithoutExtension(source) + extension;
        return Path.Join(_path ?? Path.GetDirectoryName(source), name);
    }
}
