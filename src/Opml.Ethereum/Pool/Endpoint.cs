using Opml.Ethereum.Rpc;

namespace Opml.Ethereum.Pool;

/// <summary>One node of a pool, and what the pool thinks of it. Safe from any thread.</summary>
internal sealed class Endpoint(string name, HttpEthereumClient client, EndpointPoolOptions options) : IDisposable
{
    private readonly Lock _gate = new();
    private EndpointState _state;
    private DateTimeOffset _since = DateTimeOffset.UtcNow;
    private DateTimeOffset _retryAt;
    private ulong? _height;
    private TimeSpan? _latency;
    private string? _lastError;
    private int _failuresInARow;
    private long _requests;
    private long _failures;

    public string Name { get; } = name;

    public HttpEthereumClient Client { get; } = client;

    public EndpointState State
    {
        get
        {
            lock (_gate)
                return _state;
        }
    }

    public ulong? Height
    {
        get
        {
            lock (_gate)
                return _height;
        }
    }

    public TimeSpan Latency
    {
        get
        {
            lock (_gate)
                return _latency ?? TimeSpan.Zero;
        }
    }

    /// <summary>How long it is still to be left alone; zero or less where it may be asked.</summary>
    public TimeSpan Pause
    {
        get
        {
            lock (_gate)
                return _state is EndpointState.Failing or EndpointState.Distrusted ? _retryAt - DateTimeOffset.UtcNow : TimeSpan.Zero;
        }
    }

    /// <summary>Whether chain and state of it are to be looked at before it is believed.</summary>
    public bool NeedsCheck => State is EndpointState.Unknown or EndpointState.Failing or EndpointState.Distrusted;

    public EndpointStatus Status
    {
        get
        {
            lock (_gate)
                return Snapshot();
        }
    }

    /// <summary>An answer came.</summary>
    public void Answered(TimeSpan latency)
    {
        lock (_gate)
        {
            _requests++;
            _latency = _latency is { } before ? before * 0.8 + latency * 0.2 : latency;
        }
    }

    public void Saw(ulong height)
    {
        lock (_gate)
            _height = height;
    }

    public void Recover() => Enter(EndpointState.Healthy, null, TimeSpan.Zero, "it answers");

    public void Lag(ulong best) =>
        Enter(EndpointState.Lagging, null, TimeSpan.Zero, $"it is at block {Height}, and others are at {best}");

    /// <summary>Left alone for a pause that doubles with each failure in a row.</summary>
    public void Fail(string error, TimeSpan? retryAfter = null)
    {
        int failures;
        lock (_gate)
        {
            _requests++;
            _failures++;
            // Of questions that were under way together only the first that fails counts for the pause.
            if (_state == EndpointState.Failing && _retryAt > DateTimeOffset.UtcNow)
            {
                _lastError = error;
                return;
            }

            failures = _failuresInARow++;
        }

        var pause = options.FirstPause * Math.Pow(2, Math.Min(failures, 20));
        if (retryAfter is { } asked && asked > pause)
            pause = asked;
        Enter(EndpointState.Failing, error, pause < options.LongestPause ? pause : options.LongestPause, error);
    }

    public void Distrust(string error)
    {
        lock (_gate)
            _failures++;
        Enter(EndpointState.Distrusted, error, options.DistrustPause, error);
    }

    public void Dispose() => Client.Dispose();

    private void Enter(EndpointState state, string? error, TimeSpan pause, string reason)
    {
        EndpointState before;
        EndpointStatus status;
        lock (_gate)
        {
            before = _state;
            // Questions that were under way when it lied do not make it honest; only a check does, after the pause.
            if (before == EndpointState.Distrusted && state != EndpointState.Distrusted && _retryAt > DateTimeOffset.UtcNow)
                return;
            _state = state;
            _lastError = error ?? _lastError;
            _retryAt = DateTimeOffset.UtcNow + pause;
            if (state is EndpointState.Healthy or EndpointState.Lagging)
                _failuresInARow = 0;
            if (before == state)
                return;
            _since = DateTimeOffset.UtcNow;
            status = Snapshot();
        }

        options.OnChange?.Invoke(new EndpointChange(status, before, reason));
    }

    private EndpointStatus Snapshot() => new(
        Name,
        _state,
        _since,
        _height,
        _latency,
        _lastError,
        _state is EndpointState.Failing or EndpointState.Distrusted ? _retryAt : null,
        _requests,
        _failures);
}
