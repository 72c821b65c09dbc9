namespace Opml.Ethereum.Rpc;

/// <summary>A node answered with an error (JSON-RPC 2.0, section 5.1).</summary>
public sealed class RpcException : EthereumException
{
    internal RpcException(string method, int code, string text, byte[]? data)
        : base($"The node refuses {method}: {text} (code {code}).")
    {
        Method = method;
        Code = code;
        Text = text;
        ErrorData = data;
    }

    /// <summary>The method called.</summary>
    public string Method { get; }

    /// <summary>The error's code; 3 is a revert.</summary>
    public int Code { get; }

    /// <summary>The node's own words.</summary>
    public string Text { get; }

    /// <summary>The bytes that came with it, such as revert data; null when none did.</summary>
    public byte[]? ErrorData { get; }

    /// <summary>Whether it says that a call or an estimate reverted.</summary>
    public bool IsRevert => Code == 3 || Text.Contains("revert", StringComparison.OrdinalIgnoreCase);
}
