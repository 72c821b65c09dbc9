using System.Net;
using System.Text;
using System.Text.Json;

namespace Opml.Ethereum.Rpc;

/// <summary>Writes requests and reads answers, trusting nothing that they hold.</summary>
internal static class JsonRpcMessage
{
    private static readonly HashSet<string> s_repeatable =
    [
        "eth_blockNumber", "eth_call", "eth_chainId", "eth_estimateGas", "eth_feeHistory", "eth_gasPrice", "eth_maxPriorityFeePerGas",
        "eth_syncing", "net_version", "web3_clientVersion",
    ];

    /// <summary>Whether asking twice does no harm: questions, not commands.</summary>
    public static bool IsRepeatable(string method) =>
        method.StartsWith("eth_get", StringComparison.Ordinal) || s_repeatable.Contains(method);

    public static byte[] Write(long id, string method, IReadOnlyList<object?> parameters) =>
        JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object?>
        {
            ["jsonrpc"] = "2.0",
            ["id"] = id,
            ["method"] = method,
            ["params"] = parameters,
        });

    public static JsonElement Read(JsonRpcAnswer answer)
    {
        // Some providers limit in JSON, too, and others do so in words that are no JSON: the status tells.
        if (answer.Status == HttpStatusCode.TooManyRequests)
            throw NoAnswer(answer);

        JsonElement root;
        try
        {
            using var document = StrictJson.Parse(answer.Body);
            root = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw NoAnswer(answer);
        }

        if (root.ValueKind != JsonValueKind.Object)
            throw NoAnswer(answer);

        // A node that could not read the request answers with an error and without its id.
        var hasError = root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object;
        var hasId = root.TryGetProperty("id", out var answered) && answered.ValueKind != JsonValueKind.Null;
        if (!hasError && !root.TryGetProperty("result", out _))
            throw NoAnswer(answer);
        if (hasId ? !IsId(answered, answer.Id) : !hasError)
            throw new RpcTransportException($"The node at {answer.Node} answered {answer.Method} under another request's id.", isTransient: false);
        if (hasError)
            throw ReadError(answer, error);

        return root.GetProperty("result");
    }

    private static bool IsId(JsonElement answered, long id) =>
        answered.ValueKind == JsonValueKind.Number && answered.TryGetInt64(out var number) && number == id;

    private static RpcException ReadError(JsonRpcAnswer answer, JsonElement error)
    {
        var code = error.TryGetProperty("code", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var value)
            ? value
            : 0;
        var text = error.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String
            ? Clean(answer.Secrets.Remove(message.GetString()!))
            : "no reason given";
        return new RpcException(answer.Method, code, text, error.TryGetProperty("data", out var data) ? FindData(data) : null);
    }

    /// <summary>Most nodes send the bytes as hexadecimal text; some put words in front of it, and some wrap it in an object.</summary>
    private static byte[]? FindData(JsonElement data)
    {
        if (data.ValueKind == JsonValueKind.Object)
            return data.TryGetProperty("data", out var inner) && inner.ValueKind == JsonValueKind.String ? FindData(inner) : null;
        if (data.ValueKind != JsonValueKind.String)
            return null;

        var text = data.GetString()!;
        var start = text.LastIndexOf("0x", StringComparison.Ordinal);
        return start >= 0 && Hex.TryParse(text.AsSpan(start), out var bytes) ? bytes : null;
    }

    private static RpcTransportException NoAnswer(JsonRpcAnswer answer)
    {
        var isTransient = answer.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
        var start = answer.Secrets.Remove(Encoding.UTF8.GetString(answer.Body.AsSpan(0, Math.Min(answer.Body.Length, 1000))));
        var reason = answer.Status == HttpStatusCode.TooManyRequests ? "too many questions: ask less often" : "no JSON-RPC. Is this a node's address?";
        return new RpcTransportException(
            $"The node at {answer.Node} answered {answer.Method} with HTTP status {(int)answer.Status} and {reason} The answer begins: {Clean(start)}",
            isTransient)
        { RetryAfter = answer.RetryAfter };
    }

    private static string Clean(string text)
    {
        var printable = text.Length <= 200 ? text : text[..200] + "…";
        return string.Concat(printable.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
    }
}
