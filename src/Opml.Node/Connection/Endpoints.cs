using Opml.Ethereum.Pool;

namespace Opml.Node.Connection;

/// <summary>The way to a chain, by one address or several.</summary>
internal static class Endpoints
{
    private static readonly TimeSpan s_lonePause = TimeSpan.FromSeconds(5);

    /// <summary>What the endpoints are called together in logs.</summary>
    public static string Name(IReadOnlyList<Uri> urls) => string.Join(',', urls.Select(url => url.Authority));

    /// <summary>
    /// A pool, which leaves those that fail, lag or lie. One that is alone is checked too: by its own headers and receipts it is found out where
    /// it hides logs. It is asked again soon, for there is no other; and its chain is the caller's to judge.
    /// </summary>
    /// <param name="urls">The addresses.</param>
    /// <param name="chainId">The chain that is meant; any where null.</param>
    /// <param name="changed">Told of each change of an endpoint.</param>
    public static EndpointPool Open(IReadOnlyList<Uri> urls, ulong? chainId, Action<EndpointChange> changed) => new EndpointPool(urls, urls.Count == 1
        ? new EndpointPoolOptions { OnChange = changed, DistrustPause = s_lonePause, LongestPause = s_lonePause }
        : new EndpointPoolOptions { OnChange = changed, ExpectedChainId = chainId });
}
