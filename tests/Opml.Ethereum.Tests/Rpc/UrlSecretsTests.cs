using System.Net;
using Opml.Ethereum.Rpc;

namespace Opml.Ethereum.Tests.Rpc;

/// <summary>What of a node's address may be a key never comes back out of an error.</summary>
public sealed class UrlSecretsTests
{
    [Theory]
    [InlineData("https://node.example/v3/0123456789abcdef", "project 0123456789ABCDEF has no credit", "project *** has no credit")]
    [InlineData("https://node.example/?apikey=tell%20noone&x=1", "the key 'tell noone' is not known (tell%20noone)", "the key '***' is not known (***)")]
    [InlineData("https://alice:open-sesame@node.example/", "alice may not: open-sesame", "*** may not: ***")]
    [InlineData("https://node.example/eth", "an eth node", "an eth node")]
    [InlineData("http://127.0.0.1:8545/", "a b c", "a b c")]
    public void Secrets_are_taken_out_of_what_a_node_says(string url, string said, string shown) =>
        Assert.Equal(shown, new UrlSecrets(new Uri(url)).Remove(said));

    [Theory]
    [InlineData(429, "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32005,\"message\":\"key secret-api-key is used up\"}}", "too many questions")]
    [InlineData(403, "secret-api-key is not allowed here", "HTTP status 403")]
    [InlineData(200, "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32000,\"message\":\"key secret-api-key is used up\"}}", "key *** is used up")]
    public async Task Errors_that_repeat_a_key_are_told_without_it(int status, string body, string reason)
    {
        using var client = new StubNode(_ => new(body, (HttpStatusCode)status)).Client(new JsonRpcOptions { Retries = 0 });
        var error = await Assert.ThrowsAnyAsync<EthereumException>(() => client.InvokeAsync("eth_call", [], TestContext.Current.CancellationToken));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-api-key", error.ToString(), StringComparison.Ordinal);
    }
}
