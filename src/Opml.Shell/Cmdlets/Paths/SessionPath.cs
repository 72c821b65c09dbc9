using System.Collections.ObjectModel;
using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Paths;

/// <summary>The session's paths: drives, the current location and wildcards, not the process's working directory.</summary>
internal static class SessionPath
{
    private const string FileSystem = "FileSystem";

    /// <summary>The file system path that a session path means; the file need not exist. Wildcards are not expanded.</summary>
    /// <exception cref="PSNotSupportedException">The path belongs to another provider.</exception>
    public static string File(PSCmdlet cmdlet, string path)
    {
        string full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        return provider.Name == FileSystem
            ? full
            : throw new PSNotSupportedException($"'{path}' is in the provider {provider.Name}; {cmdlet.MyInvocation.MyCommand.Name} works on files.");
    }

    /// <summary>
    /// The existing items that paths mean: wildcards expanded unless <paramref name="literal"/>. A path that names nothing becomes
    /// the error PathNotFound; a pattern that matches nothing gives nothing, as in pwsh.
    /// </summary>
    public static IEnumerable<PathInfo> Existing(PSCmdlet cmdlet, IEnumerable<string> paths, bool literal)
    {
        foreach (string path in paths)
        {
            Collection<PathInfo> found;
            try
            {
                found = cmdlet.SessionState.Path.GetResolvedPSPathFromPSPath(literal ? WildcardPattern.Escape(path) : path);
            }
            catch (Exception e) when (e is ItemNotFoundException or System.Management.Automation.DriveNotFoundException
                or ProviderNotFoundException or PSInvalidOperationException)
            {
                var record = ((IContainsErrorRecord)e).ErrorRecord;
                cmdlet.WriteError(new ErrorRecord(record, e));
                continue;
            }

            foreach (PathInfo item in found) yield return item;
        }
    }

    public static bool IsFileSystem(PathInfo item) => item.Provider.Name == FileSystem;
}
