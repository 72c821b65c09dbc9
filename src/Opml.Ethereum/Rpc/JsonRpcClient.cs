using System.Net;
using System.Text;
using System.Text.Json;

namespace Opml.Ethereum.Rpc;

/// <summary>
/// JSON-RPC 2.0 over HTTP. Only questions that change nothing are asked again after a failure. Error messages
/// name the node by host and port alone, for paths and queries of node addresses often hold keys; what a node says is rid of them too.
/// A user name and password in the address are sent as HTTP's basic authentication (RFC 7617).
/// </summary>
public sealed class JsonRpcClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly Uri _url;
    private readonly UrlSecrets _secrets;
    private readonly JsonRpcOptions _options;
    private long _lastId;

    /// <summary>A client of the node at an http or https address.</summary>
    /// <exception cref="ArgumentException">The address is of another kind.</exception>
    public JsonRpcClient(Uri url, JsonRpcOptions? options = null)
        : this(url, options, new SocketsHttpHandler { UseProxy = !(url.IsAbsoluteUri && url.IsLoopback), AllowAutoRedirect = false })
    {
    }

    internal JsonRpcClient(Uri url, JsonRpcOptions? options, HttpMessageHandler handler)
    {
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https"))
            throw new ArgumentException("A node's address begins with http:// or https://.", nameof(url));

        _url = url;
        _secrets = new UrlSecrets(url);
        _options = options ?? new JsonRpcOptions();
        _http = new HttpClient(handler)
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = _options.MaxResponseBytes,
        };
        if (url.UserInfo.Length > 0)
        {
            var credentials = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url.UserInfo));
            _http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(credentials));
        }
    }

    /// <summary>Host and port of the node.</summary>
    public string Node => _url.Authority;

    /// <summary>Calls a method and returns its result. Parameters are written as JSON by their own types.</summary>
    /// <exception cref="RpcException">The node answered with an error.</exception>
    /// <exception cref="RpcTransportException">The node did not answer, or not with JSON-RPC.</exception>
    public async Task<JsonElement> InvokeAsync(
        string method, IReadOnlyList<object?> parameters, CancellationToken cancellationToken = default)
    {
        var retries = JsonRpcMessage.IsRepeatable(method) ? _options.Retries : 0;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await AskAsync(method, parameters, cancellationToken).ConfigureAwait(false);
            }
            catch (RpcTransportException error) when (error.IsTransient && attempt < retries)
            {
                await Task.Delay(_options.RetryDelay * (1 << Math.Min(attempt, 10)), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> AskAsync(string method, IReadOnlyList<object?> parameters, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastId);
        using var content = new ByteArrayContent(JsonRpcMessage.Write(id, method, parameters));
        content.Headers.ContentType = new("application/json");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_options.Timeout);

        HttpStatusCode status;
        TimeSpan? retryAfter;
        byte[] body;
        try
        {
            using var response = await _http.PostAsync(_url, content, deadline.Token).ConfigureAwait(false);
            status = response.StatusCode;
            retryAfter = response.Headers.RetryAfter?.Delta;
            body = await response.Content.ReadAsByteArrayAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RpcTransportException(
                $"The node at {Node} did not answer {method} within {_options.Timeout.TotalSeconds:0.###} seconds.", isTransient: true);
        }
        catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new RpcTransportException(
                $"The node at {Node} answered {method} with more than {_options.MaxResponseBytes} bytes: ask for less, such as fewer blocks at once.",
                isTransient: false)
            { IsTooLong = true };
        }
        catch (HttpRequestException error)
        {
            throw new RpcTransportException($"The node at {Node} cannot be reached for {method}: {error.HttpRequestError}. Does it run?", isTransient: true, error);
        }

        return JsonRpcMessage.Read(new JsonRpcAnswer(Node, method, id, status, body, retryAfter, _secrets));
    }
}
