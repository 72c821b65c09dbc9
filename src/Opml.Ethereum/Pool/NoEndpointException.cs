using Opml.Ethereum.Rpc;

namespace Opml.Ethereum.Pool;

/// <summary>No endpoint of a pool gave an answer. The message names each of them, what is wrong with it, and what to do.</summary>
public sealed class NoEndpointException : RpcTransportException
{
    internal NoEndpointException(string question, IReadOnlyList<EndpointStatus> endpoints, string advice, Exception? innerException = null)
        : base(
            $"No endpoint answers {question}. {string.Join(" ", endpoints.Select(Describe))} {advice}",
            isTransient: true,
            innerException) => Endpoints = [.. endpoints];

    /// <summary>The endpoints as they were then.</summary>
    public IReadOnlyList<EndpointStatus> Endpoints { get; }

    internal static string Describe(EndpointStatus endpoint) =>
        $"[{endpoint.Node}: {endpoint.State.ToString().ToLowerInvariant()}{(endpoint.LastError is { } error ? ", " + error.TrimEnd('.') : "")}]";
}
