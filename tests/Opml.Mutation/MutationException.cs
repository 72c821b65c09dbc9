namespace Opml.Mutation;

/// <summary>The faults could not be sown, or what they are sown into does not build or pass.</summary>
internal sealed class MutationException(string message) : Exception(message);
