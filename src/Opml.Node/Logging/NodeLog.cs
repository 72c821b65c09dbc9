using Microsoft.Extensions.Logging;
using Opml.Node.Status;

namespace Opml.Node.Logging;

/// <summary>The node's log. An event's number never changes its meaning.</summary>
internal static partial class NodeLog
{
    [LoggerMessage(1, LogLevel.Information, "Node of account {Account} starts: {Roles} at contract {Contract}, through {Endpoints}")]
    public static partial void Starting(this ILogger log, string account, string roles, string contract, string endpoints);

    [LoggerMessage(2, LogLevel.Information, "Node is ready: chain {ChainId}, block {Height}, {Models} models, store '{StorePath}'")]
    public static partial void Ready(this ILogger log, ulong chainId, ulong height, int models, string storePath);

    [LoggerMessage(3, LogLevel.Information, "Node stops; what is signed is handed in first")]
    public static partial void Stopping(this ILogger log);

    [LoggerMessage(4, LogLevel.Information, "Node has stopped")]
    public static partial void Stopped(this ILogger log);

    [LoggerMessage(5, LogLevel.Critical, "Node cannot go on: {Reason}")]
    public static partial void Failed(this ILogger log, string reason);

    [LoggerMessage(6, LogLevel.Warning, "Cannot connect, next try in {Seconds} s: {Reason}")]
    public static partial void NotConnected(this ILogger log, double seconds, string reason);

    [LoggerMessage(10, LogLevel.Information, "{Kind}: {Happening} (request {RequestId}, game {Game})")]
    public static partial void Happened(this ILogger log, NodeEventKind kind, string happening, ulong? requestId, string? game);

    [LoggerMessage(11, LogLevel.Information, "Player {Doing}")]
    public static partial void Player(this ILogger log, string doing);

    [LoggerMessage(12, LogLevel.Information, "Ran {Steps} steps for request {RequestId} in {Seconds} s")]
    public static partial void Ran(this ILogger log, ulong steps, ulong requestId, double seconds);

    [LoggerMessage(20, LogLevel.Warning, "Warning {Kind} {Subject}: {Reason}")]
    public static partial void Warns(this ILogger log, NodeWarningKind kind, string subject, string reason);

    [LoggerMessage(21, LogLevel.Information, "Warning {Kind} {Subject} is over")]
    public static partial void WarningOver(this ILogger log, NodeWarningKind kind, string subject);

    [LoggerMessage(30, LogLevel.Information, "Works for {Models} models, {Retired} of them retired")]
    public static partial void Models(this ILogger log, int models, int retired);

    [LoggerMessage(40, LogLevel.Information, "Metrics and health at {Url}")]
    public static partial void Serving(this ILogger log, Uri url);

    [LoggerMessage(41, LogLevel.Warning, "Housekeeping failed and will be tried again: {Reason}")]
    public static partial void HousekeepingFailed(this ILogger log, string reason);
}
