using System.Globalization;
using System.Text.Json.Nodes;

namespace Opml.FaultProxy;

/// <summary>Changes answers into others that look as good.</summary>
internal static class Forgery
{
    /// <summary>Whether a fault is possible for a method.</summary>
    public static bool IsPossible(FaultKind kind, string method, JsonNode? parameters) => kind switch
    {
        FaultKind.LoseSend or FaultKind.ForgeSend => method == "eth_sendRawTransaction",
        FaultKind.OtherChain => method == "eth_chainId",
        FaultKind.Stale => method == "eth_blockNumber" || (method == "eth_getBlockByNumber" && IsLatest(parameters)),
        FaultKind.HideLogs => method == "eth_getLogs",
        FaultKind.ForgeHash => method == "eth_getBlockByNumber",
        FaultKind.ForgeCall => method == "eth_call",
        FaultKind.ForgeNonce => method == "eth_getTransactionCount",
        _ => true,
    };

    /// <summary>Changes an answer in place.</summary>
    public static void Apply(FaultKind kind, JsonObject answer, Random random)
    {
        switch (kind)
        {
            case FaultKind.OtherChain:
                answer["result"] = "0xdead";
                break;
            case FaultKind.HideLogs when answer["result"] is JsonArray logs:
                for (var hidden = random.Next(1, logs.Count + 1); hidden > 0 && logs.Count > 0; hidden--)
                    logs.RemoveAt(random.Next(logs.Count));
                break;
            case FaultKind.ForgeNonce when answer["result"] is JsonValue:
                answer["result"] = "0x" + random.Next(1000, int.MaxValue).ToString("x", CultureInfo.InvariantCulture);
                break;
            case FaultKind.ForgeHash when answer["result"] is JsonObject block && block["hash"] is not null:
                block["hash"] = Other((string)block["hash"]!);
                break;
            case FaultKind.ForgeCall or FaultKind.ForgeSend when answer["result"] is JsonValue value:
                answer["result"] = Other((string)value!);
                break;
        }
    }

    /// <summary>The number some blocks before.</summary>
    public static string Older(string quantity, int blocks)
    {
        var number = ulong.Parse(quantity.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return "0x" + (number - Math.Min(number, (ulong)blocks)).ToString("x", CultureInfo.InvariantCulture);
    }

    /// <summary>Another last digit.</summary>
    private static string Other(string hex) => hex.Length <= 2 ? "0x01" : hex[..^1] + (hex[^1] == '0' ? '1' : '0');

    private static bool IsLatest(JsonNode? parameters) => parameters is JsonArray { Count: > 0 } all && all[0]?.ToString() == "latest";
}
