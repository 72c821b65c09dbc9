using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Opml.Dispute.Tests.Machine;

/// <summary>
/// A node for the step contract's tests, spoken to in plain JSON-RPC batches: nothing of the project's own client
/// stands between a test and the chain. It ends when its owner does, killed included.
/// </summary>
internal sealed class AnvilNode : IAsyncDisposable
{
    private readonly Process _shell;
    private readonly HttpClient _client;

    private AnvilNode(Process shell, string address)
    {
        _shell = shell;
        _client = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(2) };
    }

    /// <summary>Starts a node on a free port of 127.0.0.1, under a given hardfork's rules.</summary>
    public static async Task<AnvilNode> StartAsync(string hardfork, CancellationToken cancellationToken)
    {
        // The shell waits for the end of its input, which comes when this process is gone, and ends the node then.
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("\"$0\" --host 127.0.0.1 --port 0 --hardfork \"$1\" --gas-limit 1000000000 & node=$!; cat >/dev/null; kill $node");
        start.ArgumentList.Add(ContractsFolder.Anvil);
        start.ArgumentList.Add(hardfork);
        Process shell = Process.Start(start)!;
        while (await shell.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (!line.StartsWith("Listening on ", StringComparison.Ordinal)) continue;
            _ = shell.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None); // or the node's log would fill the pipe
            return new AnvilNode(shell, "http://" + line["Listening on ".Length..].Trim());
        }
        throw new InvalidOperationException("anvil ended before it listened.");
    }

    /// <summary>Sends calls of one method in one request; answers stand in the calls' order.</summary>
    public async Task<JsonNode[]> BatchAsync(string method, IReadOnlyList<JsonNode[]> calls, CancellationToken cancellationToken)
    {
        var request = new JsonArray();
        for (int i = 0; i < calls.Count; i++)
            request.Add(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = i, ["method"] = method, ["params"] = new JsonArray(calls[i]) });
        using HttpResponseMessage response = await _client.PostAsJsonAsync("", request, cancellationToken);
        JsonArray answers = (await response.Content.ReadFromJsonAsync<JsonArray>(cancellationToken))!;
        var ordered = new JsonNode[calls.Count];
        foreach (JsonNode? answer in answers) ordered[(int)answer!["id"]!] = answer;
        return ordered;
    }

    /// <summary>One call, and its result.</summary>
    public async Task<JsonNode?> CallAsync(string method, CancellationToken cancellationToken, params JsonNode[] parameters)
    {
        JsonNode answer = (await BatchAsync(method, [parameters], cancellationToken))[0];
        return answer["error"] is { } error ? throw new InvalidOperationException($"{method}: {error.ToJsonString()}") : answer["result"];
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }
}
