namespace Opml.Ethereum.Rpc;

/// <summary>How patient a JSON-RPC client is.</summary>
public sealed record JsonRpcOptions
{
    /// <summary>How long one answer may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a question that changes nothing is asked again when the node is out of reach.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>The wait before the first retry; it doubles with each.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest answer taken, in bytes.</summary>
    public int MaxResponseBytes { get; init; } = 64 << 20;
}
