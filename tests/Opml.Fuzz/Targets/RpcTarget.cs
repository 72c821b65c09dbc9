using System.Net;
using System.Text;
using Opml.Ethereum;
using Opml.Ethereum.Rpc;

namespace Opml.Fuzz.Targets;

/// <summary>A node's answers: the input is the body of every HTTP answer, and the client asks it all that it can ask.</summary>
internal static class RpcTarget
{
    private const string Hash = "0x1111111111111111111111111111111111111111111111111111111111111111";

    public static FuzzTarget Create() => new(
        "rpc",
        Read,
        [typeof(EthereumException)],
        Seeds,
        SeedFiles.Tokens("\"result\":", "\"error\":{\"code\":-32000,\"message\":\"", "\"data\":\"0x", "\"id\":1,", "null", "0x", "\"logs\":[", "\"topics\":[", Hash));

    private static void Read(byte[] input)
    {
        Exception? last = null;
        bool isAnswer = false;
        foreach (Func<IEthereumClient, Task> question in s_questions)
        {
            using var client = new HttpEthereumClient(new JsonRpcClient(new Uri("http://127.0.0.1:8545"), new JsonRpcOptions { Retries = 0 }, new Answering(input)));
            try
            {
                question(client).GetAwaiter().GetResult();
                isAnswer = true;
            }
            catch (EthereumException error)
            {
                last = error;
            }
        }

        // No answer fits every question; one that fits none is refused.
        if (!isAnswer) throw last!;
    }

    private static readonly Func<IEthereumClient, Task>[] s_questions =
    [
        client => client.GetBlockNumberAsync(),
        client => client.GetBlockAsync(BlockTag.Latest),
        client => client.GetReceiptAsync(Hash32.Parse(Hash)),
        client => client.GetLogsAsync(new LogFilter { FromBlock = 0, ToBlock = 1 }),
        client => client.CallAsync(new CallRequest { To = default(Address), Data = new byte[] { 1 } }),
        client => client.SuggestFeesAsync(),
    ];

    private static IEnumerable<byte[]> Seeds() =>
        new[]
        {
            """{"jsonrpc":"2.0","id":1,"result":"0x10"}""",
            $$$"""{"jsonrpc":"2.0","id":1,"result":{"number":"0x1","hash":"{{{Hash}}}","parentHash":"{{{Hash}}}","timestamp":"0x5","gasLimit":"0x100","gasUsed":"0x0","baseFeePerGas":"0x7","transactions":["{{{Hash}}}"]}}""",
            $$$"""{"jsonrpc":"2.0","id":1,"result":{"transactionHash":"{{{Hash}}}","transactionIndex":"0x0","blockHash":"{{{Hash}}}","blockNumber":"0x1","from":"0x70997970c51812dc3a010c7d01b50e0d17dc79c8","to":null,"contractAddress":null,"status":"0x1","gasUsed":"0x1","cumulativeGasUsed":"0x1","effectiveGasPrice":"0x1","logs":[]}}""",
            $$$"""{"jsonrpc":"2.0","id":1,"result":[{"address":"0x70997970c51812dc3a010c7d01b50e0d17dc79c8","topics":["{{{Hash}}}"],"data":"0x01","blockNumber":"0x1","blockHash":"{{{Hash}}}","transactionHash":"{{{Hash}}}","transactionIndex":"0x0","logIndex":"0x0","removed":false}]}""",
            """{"jsonrpc":"2.0","id":1,"error":{"code":3,"message":"execution reverted","data":"0x08c379a0"}}""",
            """{"jsonrpc":"2.0","id":1,"result":{"baseFeePerGas":["0x1","0x2"],"reward":[["0x1"]],"oldestBlock":"0x1","gasUsedRatio":[0.5]}}""",
        }.Select(Encoding.UTF8.GetBytes);

    private sealed class Answering(byte[] body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body) });
    }
}
