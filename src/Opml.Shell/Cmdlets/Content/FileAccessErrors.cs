using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Text;

namespace Opml.Shell.Cmdlets.Content;

/// <summary>Opens files for the content cmdlets and turns what the system refuses into error records.</summary>
internal static class FileAccessErrors
{
    /// <summary>Opens a text file for writing; a refusal ends the pipeline.</summary>
    public static StreamWriter Open(PSCmdlet cmdlet, string file, bool append, bool force, bool noClobber, Encoding encoding)
    {
        try
        {
            if (noClobber && !append && File.Exists(file)) throw new IOException($"The file '{file}' already exists.");
            if (force) ClearReadOnly(file);
            return new StreamWriter(file, append, encoding);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            cmdlet.ThrowTerminatingError(Record(e, "FileOpenFailure", file));
            throw;
        }
    }

    /// <summary>Runs <paramref name="action"/>, which may write objects: what the system refuses becomes a non-terminating error.</summary>
    public static void Try(PSCmdlet cmdlet, object target, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (IsRefusal(e))
        {
            cmdlet.WriteError(Record(e, e.GetType().Name, target));
        }
    }

    /// <summary>
    /// Runs an operation of a provider, which writes no object itself (an error of a command further down must not be caught
    /// here): what the system or the provider refuses becomes a non-terminating error.
    /// </summary>
    /// <returns>What the operation gives; nothing when it was refused.</returns>
    public static IEnumerable<PSObject> Try(PSCmdlet cmdlet, object target, Func<IEnumerable<PSObject>> operation)
    {
        try
        {
            return operation();
        }
        catch (Exception e) when (IsRefusal(e) || e is RuntimeException and not PipelineStoppedException)
        {
            cmdlet.WriteError(Record(e, e.GetType().Name, target));
            return [];
        }
    }

    public static void ClearReadOnly(string file)
    {
        var info = new FileInfo(file);
        if (info is { Exists: true, IsReadOnly: true }) info.IsReadOnly = false;
    }

    [SuppressMessage("Style", "IDE0072", Justification = "Everything else is a read or write error.")]
    private static ErrorRecord Record(Exception e, string id, object target)
    {
        if (e is IContainsErrorRecord { ErrorRecord: { } known }) return new ErrorRecord(known, e);
        ErrorCategory category = e switch
        {
            UnauthorizedAccessException => ErrorCategory.PermissionDenied,
            FileNotFoundException or DirectoryNotFoundException => ErrorCategory.ObjectNotFound,
            ArgumentException => ErrorCategory.InvalidArgument,
            _ => ErrorCategory.OpenError,
        };
        return new ErrorRecord(e, id, category, target);
    }

    private static bool IsRefusal(Exception e) =>
        e is IOException or UnauthorizedAccessException or NotSupportedException;
}
