using Opml.Ethereum.Rpc;

namespace Opml.Ethereum.Pool;

/// <summary>How a pool uses its endpoints.</summary>
public sealed record EndpointPoolOptions
{
    /// <summary>The chain that is meant. Unless set it is the one that most endpoints are of when the pool is first used.</summary>
    public ulong? ExpectedChainId { get; init; }

    /// <summary>
    /// How many endpoints must give the same answer to calls, balances, nonces, code, receipts and blocks. At 1 the best endpoint is believed;
    /// logs are compared between two endpoints in any case, where there are two (see <see cref="CompareLogs"/>).
    /// </summary>
    public int Quorum { get; init; } = 1;

    /// <summary>Whether logs are compared with a second endpoint's before they are believed.</summary>
    public bool CompareLogs { get; init; } = true;

    /// <summary>Up to how many blocks of logs every header is read too: its bloom filter tells of logs that were left out.</summary>
    public int HeaderBlocks { get; init; } = 16;

    /// <summary>How many blocks an endpoint may be behind the best one before it is left.</summary>
    public ulong MaxLag { get; init; } = 3;

    /// <summary>How deep under the lowest head endpoints must agree on the chain; short forks at the head are no lie.</summary>
    public ulong ForkDepth { get; init; } = 12;

    /// <summary>How long one endpoint may take for one answer, and how large that may be. The pool itself asks again: retries are not used.</summary>
    public JsonRpcOptions Rpc { get; init; } = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>How long a question is tried, over all endpoints, until it fails.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For how long an endpoint that failed is left; doubled with each failure in a row.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause after failures.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>For how long an endpoint that lied is left.</summary>
    public TimeSpan DistrustPause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often, while the pool is in use, all endpoints are checked in the background: chain, height, fork.</summary>
    public TimeSpan CheckInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Told of each change of an endpoint's state, from any thread; it must not throw.</summary>
    public Action<EndpointChange>? OnChange { get; init; }
}
