using System.Diagnostics;
using Opml.Dispute.Players.Faults;
using Opml.Ethereum;
using Opml.Mips.Execution;
using Opml.Mips.Trace;

namespace Opml.Dispute.Players;

/// <summary>
/// A player's runs, each made once for all who ask at the same time. Of those that are done only a few are kept: first those
/// of requests with a game in play, then those asked for last. Safe from any thread.
/// </summary>
internal sealed class TraceShelf(int limit, Fault fault, SnapshotPool pool, Action<string> log, Action<RunReport>? ran = null)
{
    private readonly Lock _turn = new();
    private readonly Dictionary<ulong, Held> _held = [];
    private readonly HashSet<(ulong Request, Hash32 Start)> _refused = [];
    private IReadOnlySet<ulong> _inPlay = new HashSet<ulong>();
    private ulong _asked;

    /// <summary>How many runs are kept or under way.</summary>
    public int Count
    {
        get
        {
            lock (_turn)
                return _held.Count;
        }
    }

    /// <summary>The player's own run on a request; null where its files do not lead to the request's start state.</summary>
    public Task<RunTrace?> GetAsync(RequestEntry request, CancellationToken cancellationToken)
    {
        lock (_turn)
        {
            if (_refused.Contains((request.Id, request.StartState))) return Task.FromResult<RunTrace?>(null);
            if (!_held.TryGetValue(request.Id, out Held? held) || held.Start != request.StartState || held.Run.IsFaulted || held.Run.IsCanceled)
            {
                if (held is not null) Drop(request.Id, held);
                _held[request.Id] = held = Begin(request);
            }
            held.Asked = ++_asked;
            Trim();
            return held.Run.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Ends the runs that nobody wants any more, and drops those of requests that are over.</summary>
    /// <param name="wanted">Requests with work for a run.</param>
    /// <param name="live">Requests that may come to have some.</param>
    /// <param name="inPlay">Requests with a game in play.</param>
    public void Keep(IReadOnlySet<ulong> wanted, IReadOnlySet<ulong> live, IReadOnlySet<ulong> inPlay)
    {
        lock (_turn)
        {
            _inPlay = inPlay;
            foreach ((ulong id, Held held) in _held.ToArray())
                if (held.Run.IsCompleted ? !live.Contains(id) : !wanted.Contains(id)) Drop(id, held);
            Trim();
        }
    }

    /// <summary>Ends what is under way.</summary>
    public void Clear()
    {
        lock (_turn)
        {
            foreach ((ulong id, Held held) in _held.ToArray()) Drop(id, held);
        }
    }

    private Held Begin(RequestEntry request)
    {
        var ending = new CancellationTokenSource();
        return new Held(request.StartState, Task.Run(() => Run(request, ending.Token), CancellationToken.None), ending);
    }

    private RunTrace? Run(RequestEntry request, CancellationToken cancellationToken)
    {
        Service service = request.Service!;
        byte[] input = request.Input!.ToArray();
        Machine start = service.Files.Load(input, null);
        if (new Hash32(start.StateHash()) != request.StartState)
        {
            log($"leaves request {request.Id} alone: its start state is not the one that the files and the input make");
            lock (_turn) _refused.Add((request.Id, request.StartState));
            return null;
        }
        log($"runs the program on the input of request {request.Id}");
        var watch = Stopwatch.StartNew();
        using Activity? activity = PlayerActivity.Source.StartActivity("opml.run");
        activity?.SetTag("opml.request", request.Id);
        var trace = new RunTrace(start, service.Model.StepLimit, fault, pool, null, cancellationToken);
        ran?.Invoke(new RunReport(request.Id, trace.Steps, watch.Elapsed));
        log($"finds {trace.Steps} steps, {trace.Status}, state {trace.FinalState}");
        return trace;
    }

    private void Trim()
    {
        int tooMany = _held.Values.Count(held => held.Run.IsCompleted) - limit;
        if (tooMany <= 0) return;
        foreach ((ulong id, Held held) in _held
            .Where(pair => pair.Value.Run.IsCompleted)
            .OrderBy(pair => _inPlay.Contains(pair.Key))
            .ThenBy(pair => pair.Value.Asked)
            .Take(tooMany)
            .ToArray())
        {
            Drop(id, held);
        }
    }

    private void Drop(ulong id, Held held)
    {
        held.Ending.Cancel();
        _held.Remove(id);
        _ = held.Run.ContinueWith(run => run.Result?.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }

    private sealed class Held(Hash32 start, Task<RunTrace?> run, CancellationTokenSource ending)
    {
        public Hash32 Start { get; } = start;

        public Task<RunTrace?> Run { get; } = run;

        public CancellationTokenSource Ending { get; } = ending;

        public ulong Asked { get; set; }
    }
}
