using System.Net;
using Opml.Ethereum.Abi;
using Opml.Ethereum.Rpc;

namespace Opml.Ethereum.Tests.Rpc;

public sealed class JsonRpcClientTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("<html><body>502 Bad\r\nGateway</body></html>", 200, "no JSON-RPC. Is this a node's address? The answer begins: <html><body>502 Bad  Gateway")]
    [InlineData("", 404, "HTTP status 404")]
    [InlineData("not found", 301, "HTTP status 301")]
    [InlineData("[]", 200, "no JSON-RPC")]
    [InlineData("null", 200, "no JSON-RPC")]
    [InlineData("{}", 200, "no JSON-RPC")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":ID}", 200, "no JSON-RPC")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":999,\"result\":\"0x1\"}", 200, "another request's id")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":\"ID\",\"result\":\"0x1\"}", 200, "another request's id")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"result\":\"0x1\"}", 200, "another request's id")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":999,\"error\":{\"code\":1,\"message\":\"x\"}}", 200, "another request's id")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":1}", 200, "something else than a quantity in 'eth_chainId'")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":\"1\"}", 200, "something else than a quantity")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":null}", 200, "something else than a quantity")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":\"0x10000000000000000\"}", 200, "a number of 64 bits")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":\"0x1\"", 200, "no JSON-RPC")]
    public async Task An_answer_that_is_none_is_explained(string body, int status, string reason)
    {
        using var client = new HttpEthereumClient(new StubNode(
            request => new(body.Replace("ID", $"{request.Id}", StringComparison.Ordinal), (HttpStatusCode)status)).Client());

        var error = await Assert.ThrowsAsync<RpcTransportException>(() => client.GetChainIdAsync(Cancel));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_nested_without_end_is_no_answer()
    {
        using var client = new StubNode(_ => new(new string('[', 1_000_000))).Client();
        await Assert.ThrowsAsync<RpcTransportException>(() => client.InvokeAsync("eth_chainId", [], Cancel));
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_not_taken()
    {
        using var client = new StubNode(request => StubNode.Result(request, $"\"{new string('0', 5000)}\"")).Client(new JsonRpcOptions { MaxResponseBytes = 4096 });
        var error = await Assert.ThrowsAsync<RpcTransportException>(() => client.InvokeAsync("eth_getLogs", [], Cancel));
        Assert.Contains("more than 4096 bytes", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
    }

    [Theory]
    [InlineData("eth_getLogs", 4)]
    [InlineData("eth_call", 4)]
    [InlineData("eth_sendRawTransaction", 1)]
    [InlineData("evm_increaseTime", 1)]
    [InlineData("eth_sendTransaction", 1)]
    public async Task Only_questions_are_asked_again(string method, int times)
    {
        var node = new StubNode(_ => new("busy", HttpStatusCode.ServiceUnavailable));
        using var client = node.Client();

        var error = await Assert.ThrowsAsync<RpcTransportException>(() => client.InvokeAsync(method, [], Cancel));
        Assert.True(error.IsTransient);
        Assert.Equal(times, node.Requests.Count);
    }

    [Fact]
    public async Task A_question_is_answered_once_the_node_is_back()
    {
        var failures = 2;
        using var client = new StubNode(request => failures-- > 0
            ? new("") { Failure = HttpRequestError.ConnectionError }
            : StubNode.Result(request, "\"0x7a69\"")).Client();
        Assert.Equal(31337ul, await new HttpEthereumClient(client).GetChainIdAsync(Cancel));
    }

    [Fact]
    public async Task A_node_that_hangs_is_not_waited_for_forever()
    {
        using var client = new StubNode(_ => new("") { Hangs = true }).Client(new JsonRpcOptions { Timeout = TimeSpan.FromMilliseconds(20), Retries = 1, RetryDelay = TimeSpan.Zero });
        var error = await Assert.ThrowsAsync<RpcTransportException>(() => client.InvokeAsync("eth_chainId", [], Cancel));
        Assert.Contains("within 0.02 seconds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_is_no_timeout()
    {
        using var cancelled = new CancellationTokenSource();
        using var client = new StubNode(_ =>
        {
            cancelled.Cancel();
            return new("") { Hangs = true };
        }).Client();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.InvokeAsync("eth_chainId", [], cancelled.Token));
    }

    [Fact]
    public async Task An_error_has_its_code_words_and_data()
    {
        using var client = new StubNode(request => StubNode.Error(request, -32000, "insufficient\\u0007 funds", "\"0x0102\"")).Client();
        var error = await Assert.ThrowsAsync<RpcException>(() => client.InvokeAsync("eth_sendRawTransaction", [], Cancel));
        Assert.Equal((-32000, "insufficient  funds", "eth_sendRawTransaction"), (error.Code, error.Text, error.Method));
        Assert.Equal([1, 2], error.ErrorData!);
    }

    [Theory] // geth and anvil; Nethermind; Hardhat.
    [InlineData(3, "execution reverted", "\"DATA\"")]
    [InlineData(-32015, "VM execution error: reverted", "\"Reverted DATA\"")]
    [InlineData(-32603, "Error: VM Exception while processing transaction: reverted", "{\"message\":\"x\",\"data\":\"DATA\"}")]
    public async Task Reverts_of_every_kind_of_node_are_understood(int code, string message, string data)
    {
        var revertData = Hex.Format(AbiError.Parse("Error(string m)").Encode("no"));
        using var client = new HttpEthereumClient(new StubNode(
            request => StubNode.Error(request, code, message, data.Replace("DATA", revertData, StringComparison.Ordinal))).Client());

        var error = await Assert.ThrowsAsync<RevertException>(() => client.CallAsync(new CallRequest(), cancellationToken: Cancel));
        Assert.Equal("The call reverted: no.", error.Message);
    }

    [Fact]
    public async Task Logs_and_receipts_are_read_or_refused_by_field()
    {
        const string log = """{"address":"0x0000000000000000000000000000000000000001","topics":["0x0000000000000000000000000000000000000000000000000000000000000002"],"data":"0x03","blockNumber":"0x4","blockHash":"0x0000000000000000000000000000000000000000000000000000000000000005","transactionHash":"0x0000000000000000000000000000000000000000000000000000000000000006","transactionIndex":"0x7","logIndex":"0x8","removed":true}""";
        var answer = $"[{log}]";
        using var client = new HttpEthereumClient(new StubNode(request => StubNode.Result(request, answer)).Client());

        var read = Assert.Single(await client.GetLogsAsync(new LogFilter(), Cancel));
        Assert.Equal((3, 4ul, 7ul, 8ul, true), (read.Data[0], read.BlockNumber, read.TransactionIndex, read.LogIndex, read.Removed));

        foreach (var (good, bad, reason) in new[] { ("\"0x4\"", "null", "lacks the field 'blockNumber'"), ("0x03", "0x3", "hexadecimal data in 'data'"), ("[\"0x0", "[\"0x", "hash in 'topics'"), ("000001\"", "00001\"", "address in 'address'") })
        {
            answer = $"[{log.Replace(good, bad, StringComparison.Ordinal)}]";
            var error = await Assert.ThrowsAsync<RpcTransportException>(() => client.GetLogsAsync(new LogFilter(), Cancel));
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Filters_and_calls_are_written_as_nodes_expect()
    {
        var node = new StubNode(request => StubNode.Result(request, request.Method == "eth_getLogs" ? "[]" : "\"0x\""));
        using var client = new HttpEthereumClient(node.Client());
        var one = new Hash32(TestData.Words("1"));
        await client.GetLogsAsync(new LogFilter { FromBlock = 5, Addresses = [Address.Zero], Topics = [[one], null, [one, one]] }, Cancel);
        await client.CallAsync(new CallRequest { To = Address.Zero, Data = [1], Value = 16, Gas = 255 }, 7, Cancel);

        Assert.Equal(
            $$"""[{"fromBlock":"0x5","toBlock":"latest","address":["{{Address.Zero}}"],"topics":[["{{one}}"],null,["{{one}}","{{one}}"]]}]""",
            node.Requests[0].Parameters.GetRawText());
        Assert.Equal($$"""[{"data":"0x01","to":"{{Address.Zero}}","value":"0x10","gas":"0xff"},"0x7"]""", node.Requests[1].Parameters.GetRawText());
    }

    [Theory]
    [InlineData("ftp://node.example/")]
    [InlineData("relative/path")]
    public void An_address_that_is_no_nodes_is_refused(string url) =>
        Assert.Throws<ArgumentException>(() => new JsonRpcClient(new Uri(url, UriKind.RelativeOrAbsolute)));
}
