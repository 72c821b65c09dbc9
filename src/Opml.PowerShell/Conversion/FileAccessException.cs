using System.Management.Automation;

namespace Opml.PowerShell.Conversion;

/// <summary>
/// Carries a failure of the file system, with which side it was on, to where it becomes an error record: the record is of the failure
/// itself. What nobody says a side of was read.
/// </summary>
internal sealed class FileAccessException : IOException
{
    private FileAccessException(IOException failure, ErrorCategory category)
        : base(failure.Message, failure)
    {
        Failure = failure;
        Category = category;
    }

    /// <summary>What happened.</summary>
    public IOException Failure { get; }

    /// <summary>ReadError or WriteError.</summary>
    public ErrorCategory Category { get; }

    /// <summary>A failure to read an input, also while an output is written from it.</summary>
    public static FileAccessException Reading(IOException failure) => new(failure, ErrorCategory.ReadError);

    /// <summary>Writes an output.</summary>
    public static void Writing(Action write) => Writing<object?>(() =>
    {
        write();
        return null;
    });

    /// <inheritdoc cref="Writing(Action)"/>
    public static T Writing<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (IOException failure) when (failure is not (FileAccessException or EndOfStreamException))
        {
            throw new FileAccessException(failure, ErrorCategory.WriteError);
        }
    }
}
