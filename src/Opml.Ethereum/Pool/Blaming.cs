using Opml.Ethereum.Abi;
using Opml.Ethereum.Rpc;

namespace Opml.Ethereum.Pool;

/// <summary>Reads in an error whose fault it is.</summary>
internal static class Blaming
{
    private static readonly string[] s_overload =
        ["rate limit", "ratelimit", "too many requests", "requests per", "compute units", "throughput", "capacity", "quota", "overload"];

    private static readonly string[] s_lack =
        ["header not found", "block not found", "unknown block", "missing trie node", "blockoutofrange", "out of range", "state is not available", "state not available"];

    public static Blame Of(EthereumException error) => error switch
    {
        RevertException => Blame.None,
        LieException => Blame.Lies,
        BehindException => Blame.Behind,
        RpcTransportException { IsTooLong: true } => Blame.Refuses,
        RpcTransportException => Blame.Fails,
        RpcException rpc when IsOverload(rpc) => Blame.Fails,
        RpcException rpc when s_lack.Any(words => Says(rpc, words)) => Blame.Behind,
        RpcException { Code: -32603 or -32001 or -32002 } => Blame.Stumbles, // internal error, not found for now, unavailable (EIP-1474)
        _ => Blame.Refuses,
    };

    /// <summary>Too many questions, in one provider's words or another's; not a question that is too large, of which -32005 speaks too.</summary>
    private static bool IsOverload(RpcException error) =>
        error.Code is 429 or -32097
        || s_overload.Any(words => Says(error, words))
        || (error.Code == -32005 && error.Method != "eth_getLogs");

    private static bool Says(RpcException error, string words) => error.Text.Contains(words, StringComparison.OrdinalIgnoreCase);
}
