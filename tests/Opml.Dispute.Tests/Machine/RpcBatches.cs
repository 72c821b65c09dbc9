using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Opml.Dispute.Tests.Machine;

/// <summary>JSON-RPC in batches, several hundred calls a request, which the project's own client has no use for.</summary>
internal sealed class RpcBatches(Uri node) : IDisposable
{
    private const int BatchSize = 500;

    private readonly HttpClient _client = new() { BaseAddress = node };

    /// <summary>Calls one method many times; the answers, results or errors, stand in the calls' order.</summary>
    public async Task<JsonNode[]> CallAsync(string method, IReadOnlyList<JsonNode[]> calls, CancellationToken cancellationToken)
    {
        var answers = new JsonNode[calls.Count];
        for (int first = 0; first < calls.Count; first += BatchSize)
        {
            var request = new JsonArray();
            for (int i = first; i < Math.Min(first + BatchSize, calls.Count); i++)
                request.Add(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = i, ["method"] = method, ["params"] = new JsonArray(calls[i]) });
            using HttpResponseMessage response = await _client.PostAsJsonAsync("", request, cancellationToken);
            foreach (JsonNode? answer in (await response.Content.ReadFromJsonAsync<JsonArray>(cancellationToken))!)
                answers[(int)answer!["id"]!] = answer;
        }
        return answers;
    }

    /// <summary>Sends transactions with their nonces, all into as few blocks as hold them; their receipts.</summary>
    public async Task<JsonNode[]> SendAsync(IEnumerable<JsonObject> transactions, CancellationToken cancellationToken)
    {
        await CallAsync("evm_setAutomine", [[false]], cancellationToken);
        JsonNode[] sent = await CallAsync("eth_sendTransaction", [.. transactions.Select(t => new JsonNode[] { t })], cancellationToken);
        string[] hashes = [.. sent.Select(answer => (string?)answer["result"] ?? throw new InvalidOperationException(answer.ToJsonString()))];
        while (true)
        {
            await CallAsync("evm_mine", [[]], cancellationToken);
            JsonNode[] receipts = await CallAsync("eth_getTransactionReceipt", [.. hashes.Select(hash => new JsonNode[] { hash })], cancellationToken);
            if (Array.TrueForAll(receipts, receipt => receipt["result"] is not null)) return [.. receipts.Select(r => r["result"]!)];
        }
    }

    public void Dispose() => _client.Dispose();
}
