using System.Net;
using System.Text;
using System.Text.Json;
using Opml.Ethereum.Rpc;

namespace Opml.Ethereum.Tests.Rpc;

/// <summary>A node in memory: it answers each request as it is told, and keeps what was asked.</summary>
internal sealed class StubNode(Func<StubNode.Request, StubNode.Answer> answer) : HttpMessageHandler
{
    public List<Request> Requests { get; } = [];

    public JsonRpcClient Client(JsonRpcOptions? options = null) => new(
        new Uri("https://node.example:8545/secret-api-key"),
        options ?? new JsonRpcOptions { RetryDelay = TimeSpan.Zero, Timeout = TimeSpan.FromSeconds(20) },
        this);

    public static Answer Result(Request request, string json) => new($$"""{"jsonrpc":"2.0","id":{{request.Id}},"result":{{json}}}""");

    public static Answer Error(Request request, int code, string message, string? data = null) =>
        new($$$"""{"jsonrpc":"2.0","id":{{{request.Id}}},"error":{"code":{{{code}}},"message":"{{{message}}}","data":{{{data ?? "null"}}}}}""");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken)).RootElement;
        Request asked;
        lock (Requests)
        {
            asked = new Request(body.GetProperty("id").GetInt64(), body.GetProperty("method").GetString()!, body.GetProperty("params"));
            Requests.Add(asked);
        }

        var answered = await Task.Run(() => answer(asked), CancellationToken.None);
        if (answered.Hangs)
            await Task.Delay(Timeout.Infinite, cancellationToken);
        if (answered.Failure is { } failure)
            throw new HttpRequestException(failure);
        return new HttpResponseMessage(answered.Status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(answered.Body)) };
    }

    public sealed record Request(long Id, string Method, JsonElement Parameters);

    public sealed record Answer(string Body, HttpStatusCode Status = HttpStatusCode.OK)
    {
        public bool Hangs { get; init; }

        public HttpRequestError? Failure { get; init; }
    }
}
