using Opml.Ethereum.Pool;

namespace Opml.Node.Status;

/// <summary>How an RPC endpoint does.</summary>
/// <param name="Host">Host and port; paths and queries often hold keys.</param>
/// <param name="IsUp">Whether it answered last time.</param>
/// <param name="Height">The highest block that it named.</param>
/// <param name="Latency">How long its last answer took.</param>
/// <param name="Requests">Questions asked.</param>
/// <param name="Failures">Questions without an answer.</param>
/// <param name="LastError">What was wrong last; null where nothing ever was.</param>
public sealed record NodeEndpoint(string Host, bool IsUp, ulong Height, TimeSpan Latency, long Requests, long Failures, string? LastError)
{
    internal static NodeEndpoint Of(EndpointStatus status) => new(
        status.Node,
        status.State is EndpointState.Healthy or EndpointState.Unknown,
        status.Height ?? 0,
        status.Latency ?? TimeSpan.Zero,
        status.Requests,
        status.Failures,
        status.LastError)
    {
        State = status.State,
    };

    /// <summary>What the pool thinks of it.</summary>
    public EndpointState State { get; init; } = IsUp ? EndpointState.Healthy : EndpointState.Failing;
}
