using System.Diagnostics;

namespace Opml.Ethereum.Pool;

/// <summary>Checks all endpoints now and then, while the pool is in use; one check at a time, and none when nobody asks anything.</summary>
internal sealed class BackgroundCheck(Inspector inspector, TimeSpan interval) : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private long _last = Stopwatch.GetTimestamp();
    private Task _running = Task.CompletedTask;

    /// <summary>The pool is in use: a check begins, when it is time.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            if (_end.IsCancellationRequested || !_running.IsCompleted || Stopwatch.GetElapsedTime(_last) < interval)
                return;
            _last = Stopwatch.GetTimestamp();
            _running = Task.Run(CheckAsync);
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _end.Cancel();
        _running.ContinueWith(_ => _end.Dispose(), TaskScheduler.Default);
    }

    private async Task CheckAsync()
    {
        try
        {
            await inspector.CheckAsync(_end.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is EthereumException or OperationCanceledException or ObjectDisposedException)
        {
            // Nobody waits for it: whoever asks next finds out the same.
        }
    }
}
