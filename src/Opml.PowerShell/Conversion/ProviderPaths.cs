using System.Collections.ObjectModel;
using System.Management.Automation;

namespace Opml.PowerShell.Conversion;

/// <summary>
/// Turns the paths that a user types into file system paths, by the session's location and drives, never by the
/// process's working directory.
/// </summary>
internal sealed class ProviderPaths(PathIntrinsics paths)
{
    /// <summary>Existing files that a path with wildcards names.</summary>
    /// <exception cref="ItemNotFoundException">There is none.</exception>
    /// <exception cref="PSArgumentException">The path is not of the file system.</exception>
    public IReadOnlyList<string> Expand(string path)
    {
        Collection<string> found = paths.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
        RequireFileSystem(provider, path);
        if (found.Count == 0)
            throw new ItemNotFoundException($"No file matches '{path}'.");
        return found;
    }

    /// <summary>The file that a path names to the letter; it must exist.</summary>
    /// <exception cref="ItemNotFoundException">It does not.</exception>
    /// <exception cref="PSArgumentException">The path is not of the file system.</exception>
    public string Existing(string literalPath)
    {
        string path = ForOutput(literalPath);
        if (!File.Exists(path) && !Directory.Exists(path))
            throw new ItemNotFoundException($"There is no file '{path}'.");
        return path;
    }

    /// <summary>As <see cref="Existing"/>, and no folder.</summary>
    public string ExistingFile(string literalPath) => RequireFile(Existing(literalPath));

    /// <summary>A path that is not a folder's.</summary>
    /// <exception cref="PSArgumentException">It is.</exception>
    public static string RequireFile(string path) => Directory.Exists(path)
        ? throw new PSArgumentException($"'{path}' is a folder; give a file.")
        : path;

    /// <summary>The path of a file or folder that may not exist yet.</summary>
    /// <exception cref="PSArgumentException">The path is not of the file system.</exception>
    public string ForOutput(string literalPath)
    {
        string path = paths.GetUnresolvedProviderPathFromPSPath(literalPath, out ProviderInfo provider, out _);
        RequireFileSystem(provider, literalPath);
        return path;
    }

    private static void RequireFileSystem(ProviderInfo provider, string path)
    {
        if (provider.Name != "FileSystem")
            throw new PSArgumentException($"'{path}' belongs to the provider {provider.Name}; give a path of the file system.");
    }
}
