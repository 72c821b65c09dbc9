using Opml.Ethereum;
using Opml.Ethereum.Pool;
using Opml.Ethereum.Rpc;

namespace Opml.Node.Connection;

/// <summary>The way to a chain by one address or several.</summary>
internal static class Endpoints
{
    // As patient as a pool: a node says within a minute that nobody answers.
    private static readonly JsonRpcOptions s_single = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>What the endpoints are called together in logs.</summary>
    public static string Name(IReadOnlyList<Uri> urls) => string.Join(',', urls.Select(url => url.Authority));

    /// <summary>A client of the one endpoint; a pool of several, which leaves those that fail, lag or lie.</summary>
    /// <param name="urls">The addresses.</param>
    /// <param name="chainId">The chain that is meant; any where null.</param>
    /// <param name="changed">Told of each change of an endpoint of a pool.</param>
    public static IEthereumClient Open(IReadOnlyList<Uri> urls, ulong? chainId, Action<EndpointChange> changed) => urls.Count == 1
        ? new HttpEthereumClient(urls[0], s_single)
        : new EndpointPool(urls, new EndpointPoolOptions { ExpectedChainId = chainId, OnChange = changed });
}
