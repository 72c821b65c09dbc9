namespace Opml.Ethereum.Pool;

/// <summary>What is known of one endpoint of a pool, without any secret of its address.</summary>
/// <param name="Node">Host and port; numbered where two endpoints share them.</param>
/// <param name="State">What the pool thinks of it.</param>
/// <param name="Since">Since when it is in this state.</param>
/// <param name="Height">The latest block that it told of; null before the first.</param>
/// <param name="Latency">How long its answers take, smoothed; null before the first.</param>
/// <param name="LastError">What went wrong last; null where nothing did.</param>
/// <param name="RetryAt">Until when it is left alone; null where it is in use.</param>
/// <param name="Requests">Questions asked of it.</param>
/// <param name="Failures">How many of them went wrong.</param>
public sealed record EndpointStatus(
    string Node,
    EndpointState State,
    DateTimeOffset Since,
    ulong? Height,
    TimeSpan? Latency,
    string? LastError,
    DateTimeOffset? RetryAt,
    long Requests,
    long Failures);
