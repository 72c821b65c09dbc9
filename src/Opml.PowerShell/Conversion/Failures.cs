using System.Management.Automation;

namespace Opml.PowerShell.Conversion;

/// <summary>Exceptions as error records: a stable id, a category, a target.</summary>
internal static class Failures
{
    /// <summary>Whether an exception tells of bad input or of the world, rather than of a fault in the module.</summary>
    public static bool IsExpected(Exception exception) =>
        exception is not (PipelineStoppedException or OutOfMemoryException or NullReferenceException or AccessViolationException);

    /// <summary>
    /// The record for an exception. The id is the exception's type less "Exception", so that scripts can match it.
    /// </summary>
    public static ErrorRecord ToRecord(Exception exception, object? target)
    {
        exception = Unwrap(exception);
        string id = exception.GetType().Name;
        if (id.EndsWith("Exception", StringComparison.Ordinal) && id.Length > "Exception".Length)
            id = id[..^"Exception".Length];
        return new ErrorRecord(exception, id, Category(exception), target);
    }

    /// <summary>Whether an exception tells of a file that is not what it should be.</summary>
    public static bool IsFormatError(Exception exception) => exception is Mips.Image.MipsImageException;

    private static Exception Unwrap(Exception exception) =>
        exception is AggregateException { InnerExceptions: [Exception only] } ? Unwrap(only) : exception;

    private static ErrorCategory Category(Exception exception) => exception switch
    {
        ItemNotFoundException or FileNotFoundException or DirectoryNotFoundException => ErrorCategory.ObjectNotFound,
        UnauthorizedAccessException => ErrorCategory.PermissionDenied,
        PSArgumentException or ArgumentException => ErrorCategory.InvalidArgument,
        InvalidDataException or FormatException or Mips.Image.MipsImageException => ErrorCategory.InvalidData,
        TimeoutException => ErrorCategory.OperationTimeout,
        HttpRequestException => ErrorCategory.ConnectionError,
        IOException => ErrorCategory.WriteError,
        OperationCanceledException => ErrorCategory.OperationStopped,
        NotSupportedException or PlatformNotSupportedException => ErrorCategory.NotImplemented,
        InvalidOperationException => ErrorCategory.InvalidOperation,
        _ => ErrorCategory.NotSpecified,
    };
}
