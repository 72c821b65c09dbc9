using System.Net;
using System.Text;
using Opml.Node.Configuration;
using Opml.Node.Status;

namespace Opml.Node.Web;

/// <summary>
/// Answers GET /healthz (is the node alive), /readyz (does it follow the chain) and /status (all it says of itself, as JSON), with
/// 200 or 503. Plain HTTP, without secrets.
/// </summary>
internal sealed class HealthListener : IDisposable
{
    private const int Attempts = 20;

    private static readonly string[] s_paths = ["healthz", "readyz", "status"];

    private readonly HttpListener _listener;
    private readonly Func<NodeStatus> _status;
    private readonly Func<bool> _isAlive;

    private HealthListener(HttpListener listener, string host, int port, Func<NodeStatus> status, Func<bool> isAlive)
    {
        _listener = listener;
        Port = port;
        Host = host;
        Url = new Uri($"http://{(host is "*" or "+" or "0.0.0.0" ? "localhost" : host)}:{port}/");
        _status = status;
        _isAlive = isAlive;
        _ = ServeAsync();
    }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>The interface, as it was named.</summary>
    public string Host { get; }

    /// <summary>Where it listens, without a path.</summary>
    public Uri Url { get; }

    /// <summary>Opens a port.</summary>
    /// <exception cref="NodeConfigurationException">It cannot be opened.</exception>
    public static HealthListener Open(string host, int port, Func<NodeStatus> status, Func<bool> isAlive)
    {
        for (int attempt = 1; ; attempt++)
        {
            int chosen = port == 0 ? FreePort() : port;
            var listener = new HttpListener();
            foreach (string path in s_paths) listener.Prefixes.Add($"http://{host}:{chosen}/{path}/");
            try
            {
                listener.Start();
                return new HealthListener(listener, host, chosen, status, isAlive);
            }
            catch (Exception exception) when (exception is HttpListenerException or System.Net.Sockets.SocketException)
            {
                listener.Close();
                if (port == 0 && attempt < Attempts) continue; // somebody else was faster
                throw new NodeConfigurationException($"The port {chosen} of {host} cannot be opened for metrics and health: {exception.Message}. Name another port, or none.", exception);
            }
        }
    }

    public void Dispose() => _listener.Close();

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync().ConfigureAwait(false);
                _ = Task.Run(() => AnswerAsync(context));
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                if (!_listener.IsListening) return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using HttpListenerResponse response = context.Response;
            if (context.Request.HttpMethod is not ("GET" or "HEAD"))
            {
                response.StatusCode = (int)HttpStatusCode.MethodNotAllowed;
                return;
            }
            NodeStatus status = _status();
            (bool isGood, byte[] body) = context.Request.Url!.AbsolutePath.Trim('/') switch
            {
                "healthz" => (_isAlive(), Words(_isAlive() ? "alive" : "not alive", status)),
                "readyz" => (status.IsReady, Words(status.IsReady ? "ready" : "not ready", status)),
                "status" => (true, NodeJson.Write(status)),
                _ => (false, []),
            };
            if (body.Length == 0) response.StatusCode = (int)HttpStatusCode.NotFound;
            else response.StatusCode = isGood ? 200 : (int)HttpStatusCode.ServiceUnavailable;
            response.ContentType = body.Length > 0 && body[0] == '{' ? "application/json" : "text/plain; charset=utf-8";
            response.ContentLength64 = body.Length;
            if (context.Request.HttpMethod == "GET") await response.OutputStream.WriteAsync(body).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Whoever asked has gone.
        }
    }

    private static byte[] Words(string verdict, NodeStatus status) => Encoding.UTF8.GetBytes(
        string.Join('\n', [verdict, $"state: {status.State}", .. status.Failure is { } failure ? [failure] : Array.Empty<string>(), .. status.Warnings.Select(warning => $"{warning.Kind}: {warning.Message}")]) + "\n");
}
