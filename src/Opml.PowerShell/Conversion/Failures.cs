using System.Management.Automation;
using Opml.Dispute.Devnet;
using Opml.Dispute.Game;
using Opml.Dispute.Players;
using Opml.Dispute.Sessions;
using Opml.Dispute.Store;
using Opml.Ethereum;
using Opml.Ethereum.Abi;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Keys;
using Opml.Ethereum.Rpc;
using Opml.Mips.Image;
using Opml.Models.Training;
using Opml.Node.Configuration;

namespace Opml.PowerShell.Conversion;

/// <summary>Exceptions as error records: a stable id, a category, a target.</summary>
internal static class Failures
{
    /// <summary>Whether an exception tells of bad input or of the world, rather than of a fault in the module.</summary>
    public static bool IsExpected(Exception exception) =>
        exception is not (PipelineStoppedException or ActionPreferenceStopException or HaltCommandException
            or NullReferenceException or AccessViolationException);

    /// <summary>
    /// The record for an exception. The id is the exception's type less "Exception", so that scripts can match it.
    /// </summary>
    public static ErrorRecord ToRecord(Exception exception, object? target)
    {
        if (LackOfMemory.IsIn(exception))
            return new ErrorRecord(new InsufficientMemoryException(MemoryAdvice, exception), "OutOfMemory", ErrorCategory.ResourceUnavailable, target);
        exception = Unwrap(exception);
        ErrorCategory category = Category(exception);
        if (exception is FileAccessException access) exception = access.Failure;
        string id = exception.GetType().Name;
        if (id.EndsWith("Exception", StringComparison.Ordinal) && id.Length > "Exception".Length)
            id = id[..^"Exception".Length];
        return new ErrorRecord(exception, id, category, target);
    }

    /// <summary>That memory ran out, and what to do.</summary>
    public static string MemoryAdvice =>
        $"Memory ran out: this process may take {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MiB. Let go of models, images and runs that variables hold, take fewer or smaller ones at a time, give -SnapshotMemory less where the command has it, or allow the process more memory (a container's limit, or DOTNET_GCHeapHardLimit).";

    /// <summary>Whether an exception tells of a file that is not what it should be.</summary>
    public static bool IsFormatError(Exception exception) => exception is MipsImageException or FormatException;

    private static Exception Unwrap(Exception exception) =>
        exception is AggregateException { InnerExceptions: [Exception only] } ? Unwrap(only) : exception;

    private static ErrorCategory Category(Exception exception) => exception switch
    {
        ItemNotFoundException or System.Management.Automation.DriveNotFoundException or ProviderNotFoundException
            or FileNotFoundException or DirectoryNotFoundException or NotOnChainException => ErrorCategory.ObjectNotFound,
        FileExistsException => ErrorCategory.ResourceExists,
        UnauthorizedAccessException => ErrorCategory.PermissionDenied,
        ArgumentException or RuleException or NodeConfigurationException => ErrorCategory.InvalidArgument,
        InvalidDataException or FormatException or MipsImageException or StoreException or AbiException => ErrorCategory.InvalidData,
        KeystoreException => ErrorCategory.AuthenticationError,
        EngineUnavailableException => ErrorCategory.NotInstalled,
        TrainingDivergedException => ErrorCategory.InvalidResult,
        TimeoutException or ReceiptTimeoutException => ErrorCategory.OperationTimeout,
        HttpRequestException or RpcTransportException => ErrorCategory.ConnectionError,
        FileAccessException { Failure: FileNotFoundException or DirectoryNotFoundException } => ErrorCategory.ObjectNotFound,
        FileAccessException access => access.Category,
        IOException => ErrorCategory.ReadError,
        DevnetException => ErrorCategory.ResourceUnavailable,
        RevertException or ChainIdMismatchException => ErrorCategory.InvalidOperation,
        RpcException => ErrorCategory.ProtocolError,
        EthereumException => ErrorCategory.InvalidData,
        OperationCanceledException => ErrorCategory.OperationStopped,
        NotSupportedException or PlatformNotSupportedException => ErrorCategory.NotImplemented,
        InvalidOperationException => ErrorCategory.InvalidOperation,
        _ => ErrorCategory.NotSpecified,
    };
}
