using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Opml.FaultProxy;

/// <summary>
/// Stands between clients and a node, and lets go wrong what its plan says. The choices are the same for the same seed and the same order of
/// questions. It listens on 127.0.0.1 alone.
/// </summary>
public sealed class FaultyNode : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly HttpClient _node = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(1) };
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<InjectedFault> _faults = new();
    private readonly Swap _swap = new(TimeSpan.FromMilliseconds(100));
    private readonly Random _random;
    private readonly Uri _target;
    private readonly Action<InjectedFault>? _log;
    private readonly Task _loop;
    private volatile FaultPlan _plan;
    private long _questions;

    private FaultyNode(HttpListener listener, Uri url, Uri target, FaultPlan plan, int seed, Action<InjectedFault>? log)
    {
        _listener = listener;
        Url = url;
        _target = target;
        _plan = plan;
        _random = new Random(seed);
        _log = log;
        _loop = Task.Run(ServeAsync);
    }

    /// <summary>The proxy's address.</summary>
    public Uri Url { get; }

    /// <summary>What goes wrong from now on.</summary>
    public FaultPlan Plan
    {
        get => _plan;
        set => _plan = value;
    }

    /// <summary>How many questions came; a batch is one.</summary>
    public long Questions => Interlocked.Read(ref _questions);

    /// <summary>What went wrong, in order.</summary>
    public ImmutableArray<InjectedFault> Faults => [.. _faults];

    /// <summary>Starts to listen.</summary>
    /// <param name="target">The node.</param>
    /// <param name="plan">What goes wrong.</param>
    /// <param name="seed">Where the choices begin.</param>
    /// <param name="port">The port; a free one where it is 0.</param>
    /// <param name="log">Told of each fault, from any thread.</param>
    /// <exception cref="HttpListenerException">The port is taken.</exception>
    public static FaultyNode Start(Uri target, FaultPlan? plan = null, int seed = 1, int port = 0, Action<InjectedFault>? log = null)
    {
        for (var tries = 0; ; tries++)
        {
            var url = new Uri($"http://127.0.0.1:{(port == 0 ? FreePort() : port)}/");
            var listener = new HttpListener { Prefixes = { url.ToString() } };
            try
            {
                listener.Start();
                return new FaultyNode(listener, url, target, plan ?? FaultPlan.None, seed, log);
            }
            catch (HttpListenerException) when (port == 0 && tries < 20)
            {
                // Somebody else took the port in between.
            }
        }
    }

    /// <summary>Stops to listen, and waits until no answer is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        _listener.Close();
        await _loop.ConfigureAwait(false);
        _node.Dispose();
        _end.Dispose();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        var answering = new ConcurrentDictionary<Task, bool>();
        while (_listener.IsListening)
        {
            try
            {
                var task = AnswerAsync(await _listener.GetContextAsync().ConfigureAwait(false));
                answering[task] = true;
                _ = task.ContinueWith(done => answering.TryRemove(done, out _), TaskScheduler.Default);
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                break;
            }
        }

        await Task.WhenAll(answering.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body, _end.Token).ConfigureAwait(false);
            var question = body.ToArray();
            var node = Parse(question);
            var method = node is JsonObject one ? one["method"]?.ToString() ?? "" : "batch";
            var parameters = (node as JsonObject)?["params"];
            var number = Interlocked.Increment(ref _questions);
            var plan = _plan;
            var random = Draw(plan, method, parameters, out var fate);
            if (fate is { } kind)
            {
                var fault = new InjectedFault(number, DateTimeOffset.UtcNow, method, kind);
                _faults.Enqueue(fault);
                _log?.Invoke(fault);
            }

            await ServeAsync(context, question, node as JsonObject, fate, plan, random).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or HttpListenerException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            Break(context);
        }
    }

    /// <summary>Closes the connection in the middle of an answer that never comes.</summary>
    private static void Break(HttpListenerContext context)
    {
        try
        {
            context.Response.ContentLength64 = 1;
            context.Response.OutputStream.Flush();
        }
        catch (Exception error) when (error is HttpListenerException or InvalidOperationException or IOException)
        {
            // It was broken already.
        }

        context.Response.Abort();
    }

    private Random Draw(FaultPlan plan, string method, JsonNode? parameters, out FaultKind? fate)
    {
        lock (_random)
        {
            fate = plan.Draw(_random.NextDouble(), kind => Forgery.IsPossible(kind, method, parameters));
            return new Random(_random.Next());
        }
    }

    private async Task ServeAsync(HttpListenerContext context, byte[] question, JsonObject? node, FaultKind? fate, FaultPlan plan, Random random)
    {
        switch (fate)
        {
            case FaultKind.Drop:
                Break(context);
                return;
            case FaultKind.LoseAnswer or FaultKind.LoseSend:
                await AskAsync(question).ConfigureAwait(false);
                Break(context);
                return;
            case FaultKind.ServerError:
                int[] statuses = [500, 502, 503, 504];
                await SayAsync(context, (HttpStatusCode)statuses[random.Next(statuses.Length)], "the server has trouble"u8.ToArray()).ConfigureAwait(false);
                return;
            case FaultKind.RateLimit when random.Next(2) == 0:
                await SayAsync(context, HttpStatusCode.TooManyRequests, "slow down"u8.ToArray()).ConfigureAwait(false);
                return;
            case FaultKind.RateLimit:
                await SayAsync(context, HttpStatusCode.OK, Error(node, -32005, "daily request count exceeded, request rate limited")).ConfigureAwait(false);
                return;
            case FaultKind.RpcError:
                await SayAsync(context, HttpStatusCode.OK, Error(node, -32603, "internal error: database is locked")).ConfigureAwait(false);
                return;
            case FaultKind.Delay:
                await Task.Delay(plan.MaxDelay * random.NextDouble(), _end.Token).ConfigureAwait(false);
                break;
            case FaultKind.Duplicate:
                await AskAsync(question).ConfigureAwait(false);
                break;
        }

        var answer = fate == FaultKind.Stale && node is not null
            ? await AskOldAsync(node, random.Next(1, plan.MaxStale + 1)).ConfigureAwait(false)
            : await AskAsync(question).ConfigureAwait(false);
        if (fate == FaultKind.Reorder)
            answer = Parse(answer) is JsonArray batch ? Shuffled(batch, random) : await _swap.ExchangeAsync(answer, _end.Token).ConfigureAwait(false);
        else if (fate == FaultKind.Truncate)
            answer = answer[..random.Next(answer.Length)];
        else if (fate is { } kind && Parse(answer) is JsonObject parsed)
        {
            Forgery.Apply(kind, parsed, random);
            answer = JsonSerializer.SerializeToUtf8Bytes(parsed);
        }

        await SayAsync(context, HttpStatusCode.OK, answer).ConfigureAwait(false);
    }

    /// <summary>What the node would have said some blocks ago.</summary>
    private async Task<byte[]> AskOldAsync(JsonObject question, int blocks)
    {
        var head = (JsonObject)JsonNode.Parse(await AskAsync("""{"jsonrpc":"2.0","id":1,"method":"eth_blockNumber","params":[]}"""u8.ToArray()).ConfigureAwait(false))!;
        var old = Forgery.Older(head["result"]!.ToString(), blocks);
        if (question["method"]!.ToString() == "eth_getBlockByNumber")
        {
            question["params"]![0] = old;
            return await AskAsync(JsonSerializer.SerializeToUtf8Bytes(question)).ConfigureAwait(false);
        }

        head["id"] = question["id"]?.DeepClone();
        head["result"] = old;
        return JsonSerializer.SerializeToUtf8Bytes(head);
    }

    private async Task<byte[]> AskAsync(byte[] question)
    {
        using var content = new ByteArrayContent(question);
        content.Headers.ContentType = new("application/json");
        using var answer = await _node.PostAsync(_target, content, _end.Token).ConfigureAwait(false);
        return await answer.Content.ReadAsByteArrayAsync(_end.Token).ConfigureAwait(false);
    }

    private static async Task SayAsync(HttpListenerContext context, HttpStatusCode status, byte[] answer)
    {
        context.Response.StatusCode = (int)status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength64 = answer.Length;
        await context.Response.OutputStream.WriteAsync(answer).ConfigureAwait(false);
        context.Response.Close();
    }

    private static byte[] Shuffled(JsonArray batch, Random random)
    {
        var answers = batch.Select(answer => answer!.DeepClone()).ToArray();
        random.Shuffle(answers);
        return JsonSerializer.SerializeToUtf8Bytes(new JsonArray(answers));
    }

    private static byte[] Error(JsonObject? question, int code, string message) => Encoding.UTF8.GetBytes(
        $$$"""{"jsonrpc":"2.0","id":{{{question?["id"]?.ToJsonString() ?? "null"}}},"error":{"code":{{{code}}},"message":"{{{message}}}"}}""");

    private static JsonNode? Parse(byte[] text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
