namespace Opml.FaultProxy;

/// <summary>What can go wrong with one question.</summary>
public enum FaultKind
{
    /// <summary>The node never hears of it; the connection breaks.</summary>
    Drop,

    /// <summary>The node answers, and the answer is lost.</summary>
    LoseAnswer,

    /// <summary>As <see cref="LoseAnswer"/>, for handed in transactions alone: the node has taken it, and nobody says so.</summary>
    LoseSend,

    /// <summary>The answer takes long.</summary>
    Delay,

    /// <summary>The node is asked twice.</summary>
    Duplicate,

    /// <summary>Two answers under way change places; the answers of a batch are told in another order.</summary>
    Reorder,

    /// <summary>HTTP status 500, 502, 503 or 504.</summary>
    ServerError,

    /// <summary>HTTP status 429, or a JSON-RPC error that speaks of a limit.</summary>
    RateLimit,

    /// <summary>A JSON-RPC error that speaks of the node's own trouble.</summary>
    RpcError,

    /// <summary>The answer breaks off in the middle.</summary>
    Truncate,

    /// <summary>The answer to eth_chainId is another chain's.</summary>
    OtherChain,

    /// <summary>The head is some blocks back.</summary>
    Stale,

    /// <summary>Answers of eth_getLogs lack some or all logs.</summary>
    HideLogs,

    /// <summary>A block's hash is another one.</summary>
    ForgeHash,

    /// <summary>The answer of eth_call is another one.</summary>
    ForgeCall,

    /// <summary>A handed in transaction is called by another hash.</summary>
    ForgeSend,

    /// <summary>An account's transaction count is far too high.</summary>
    ForgeNonce,
}
