using System.Net;
using System.Net.Sockets;

namespace Opml.Node.Tests.Scene;

/// <summary>A way to a node that can be shut: connections are then cut, and new ones refused.</summary>
internal sealed class Door : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _target;
    private readonly Lock _turn = new();
    private readonly HashSet<TcpClient> _open = [];
    private readonly Task _serving;
    private volatile bool _isOpen;
    private int _refused;

    public Door(Uri target)
    {
        _target = target;
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _serving = ServeAsync();
    }

    public Uri Url { get; }

    /// <summary>Connections that were refused.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public void Open() => _isOpen = true;

    public void Close()
    {
        _isOpen = false;
        lock (_turn)
        {
            foreach (TcpClient client in _open) client.Close();
            _open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Close();
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                if (_isOpen) _ = PipeAsync(client);
                else
                {
                    client.Close();
                    Interlocked.Increment(ref _refused);
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Disposed.
        }
    }

    private async Task PipeAsync(TcpClient client)
    {
        using var target = new TcpClient();
        lock (_turn) _open.Add(client);
        try
        {
            await target.ConnectAsync(_target.Host, _target.Port);
            NetworkStream near = client.GetStream(), far = target.GetStream();
            await Task.WhenAny(near.CopyToAsync(far), far.CopyToAsync(near));
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One side hung up.
        }
        finally
        {
            client.Close();
            lock (_turn) _open.Remove(client);
        }
    }
}
