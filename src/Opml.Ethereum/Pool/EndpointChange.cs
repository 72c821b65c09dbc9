namespace Opml.Ethereum.Pool;

/// <summary>An endpoint went from one state to another, and why.</summary>
/// <param name="Endpoint">The endpoint as it is now.</param>
/// <param name="Before">The state that it was in.</param>
/// <param name="Reason">A sentence for people, without secrets.</param>
public sealed record EndpointChange(EndpointStatus Endpoint, EndpointState Before, string Reason);
