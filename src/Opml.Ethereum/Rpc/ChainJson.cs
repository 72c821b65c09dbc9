using System.Text.Json;

namespace Opml.Ethereum.Rpc;

/// <summary>Blocks, receipts, logs and messages in JSON (execution-apis).</summary>
internal static class ChainJson
{
    public static Block ReadBlock(JsonElement item) => new(
        item.Field("number").Number("number"),
        item.Optional("hash")?.Hash("hash"),
        item.Field("parentHash").Hash("parentHash"),
        item.Field("timestamp").Number("timestamp"),
        item.Field("gasLimit").Number("gasLimit"),
        item.Field("gasUsed").Number("gasUsed"),
        item.Optional("baseFeePerGas")?.Quantity("baseFeePerGas"),
        [.. item.Field("transactions").Items("transactions").Select(t => t.Hash("transactions"))]);

    public static TransactionReceipt ReadReceipt(JsonElement item) => new(
        item.Field("transactionHash").Hash("transactionHash"),
        item.Field("transactionIndex").Number("transactionIndex"),
        item.Field("blockHash").Hash("blockHash"),
        item.Field("blockNumber").Number("blockNumber"),
        item.Field("from").Account("from"),
        item.Optional("to")?.Account("to"),
        item.Optional("contractAddress")?.Account("contractAddress"),
        item.Field("status").Number("status") == 1,
        item.Field("gasUsed").Number("gasUsed"),
        item.Field("cumulativeGasUsed").Number("cumulativeGasUsed"),
        item.Optional("effectiveGasPrice")?.Quantity("effectiveGasPrice") ?? 0,
        [.. item.Field("logs").Items("logs").Select(ReadLog)]);

    public static Log ReadLog(JsonElement item) => new(
        item.Field("address").Account("address"),
        [.. item.Field("topics").Items("topics").Select(t => t.Hash("topics"))],
        item.Field("data").Data("data"),
        item.Field("blockNumber").Number("blockNumber"),
        item.Field("blockHash").Hash("blockHash"),
        item.Field("transactionHash").Hash("transactionHash"),
        item.Field("transactionIndex").Number("transactionIndex"),
        item.Field("logIndex").Number("logIndex"),
        item.Optional("removed")?.ValueKind == JsonValueKind.True);

    public static Dictionary<string, object> Write(CallRequest request)
    {
        var item = new Dictionary<string, object> { ["data"] = Hex.Format(request.Data) };
        if (request.From is { } from)
            item["from"] = from.ToString();
        if (request.To is { } to)
            item["to"] = to.ToString();
        if (!request.Value.IsZero)
            item["value"] = Hex.FormatQuantity(request.Value);
        if (request.Gas is { } gas)
            item["gas"] = Hex.FormatQuantity(gas);
        return item;
    }

    public static Dictionary<string, object> Write(LogFilter filter)
    {
        var item = filter.BlockHash is { } block
            ? new Dictionary<string, object> { ["blockHash"] = block.ToString() }
            : new Dictionary<string, object> { ["fromBlock"] = filter.FromBlock.ToString(), ["toBlock"] = filter.ToBlock.ToString() };
        if (filter.Addresses.Count > 0)
            item["address"] = filter.Addresses.Select(a => a.ToString()).ToArray();
        if (filter.Topics.Count > 0)
            item["topics"] = filter.Topics.Select(t => t is null or [] ? null : t.Select(h => h.ToString()).ToArray()).ToArray();
        return item;
    }
}
