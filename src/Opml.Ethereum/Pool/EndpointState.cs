namespace Opml.Ethereum.Pool;

/// <summary>What a pool thinks of one of its endpoints.</summary>
public enum EndpointState
{
    /// <summary>Not spoken to yet.</summary>
    Unknown,

    /// <summary>Answers, and keeps up with the chain.</summary>
    Healthy,

    /// <summary>Answers, and is behind the others: used only when nothing better is left.</summary>
    Lagging,

    /// <summary>Did not answer, or refuses to for the time being: tried again after a pause that grows.</summary>
    Failing,

    /// <summary>Said what cannot be true, or is of another chain: left alone for long, and then checked anew.</summary>
    Distrusted,
}
