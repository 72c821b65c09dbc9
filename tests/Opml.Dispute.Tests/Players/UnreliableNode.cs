using System.Net;
using System.Net.Sockets;

namespace Opml.Dispute.Tests.Players;

/// <summary>
/// Stands between a player and a node, and does by a seeded plan what networks do: refuses, loses questions and answers,
/// delays, asks twice, answers with what was answered before, speaks of errors.
/// </summary>
internal sealed class UnreliableNode : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly HttpClient _node = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly Uri _target;
    private readonly Random _random;
    private readonly Task _loop;
    private byte[] _lastAnswer = "{}"u8.ToArray();
    private int _faults;

    public UnreliableNode(Uri target, int seed)
    {
        _target = target;
        _random = new Random(seed);
        (_listener, Url) = Listen();
        _loop = Task.Run(ServeAsync);
    }

    public Uri Url { get; }

    /// <summary>How many questions went wrong.</summary>
    public int Faults => _faults;

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _loop;
        _node.Dispose();
    }

    private static (HttpListener Listener, Uri Url) Listen()
    {
        for (int tries = 0; ; tries++)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var url = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
            probe.Stop();
            var listener = new HttpListener { Prefixes = { url.ToString() } };
            try
            {
                listener.Start();
                return (listener, url);
            }
            catch (HttpListenerException) when (tries < 10)
            {
                // Somebody else took the port in between.
            }
        }
    }

    private async Task ServeAsync()
    {
        var answering = new List<Task>();
        while (_listener.IsListening)
        {
            try
            {
                answering.Add(AnswerAsync(await _listener.GetContextAsync()));
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                break;
            }
        }
        await Task.WhenAll(answering).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        byte[] question = body.ToArray();
        int fate;
        lock (_random) fate = _random.Next(28);
        if (fate < 7) Interlocked.Increment(ref _faults);
        switch (fate)
        {
            case 0: // never asked
                context.Response.Abort();
                return;
            case 1: // asked, and the answer lost
                await AskAsync(question);
                context.Response.Abort();
                return;
            case 2:
                await SayAsync(context, HttpStatusCode.ServiceUnavailable, "busy"u8.ToArray());
                return;
            case 3:
                await SayAsync(context, HttpStatusCode.OK, """{"jsonrpc":"2.0","id":null,"error":{"code":-32005,"message":"limit exceeded"}}"""u8.ToArray());
                return;
            case 4: // an answer to another question
                await SayAsync(context, HttpStatusCode.OK, _lastAnswer);
                return;
            case 5: // asked twice
                await AskAsync(question);
                break;
            case 6:
                await Task.Delay(50);
                break;
        }
        await SayAsync(context, HttpStatusCode.OK, _lastAnswer = await AskAsync(question));
    }

    private async Task<byte[]> AskAsync(byte[] question)
    {
        using var content = new ByteArrayContent(question);
        content.Headers.ContentType = new("application/json");
        using HttpResponseMessage answer = await _node.PostAsync(_target, content);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private static async Task SayAsync(HttpListenerContext context, HttpStatusCode status, byte[] answer)
    {
        context.Response.StatusCode = (int)status;
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(answer);
        context.Response.Close();
    }
}
