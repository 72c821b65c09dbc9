using System.Runtime.ExceptionServices;
using Opml.Dispute.Store;
using Opml.Ethereum;
using Opml.Ethereum.Abi;

namespace Opml.Dispute.Players;

/// <summary>
/// The duties under way, side by side, so that none waits for another's computation or receipt, or fails with it. One that
/// failed rests for a while, longer each time. Used from the player's own loop alone.
/// </summary>
/// <param name="log">Told of what failed.</param>
/// <param name="endsWithoutMemory">Whether lack of memory ends the player.</param>
internal sealed class DutyRoster(Action<string> log, bool endsWithoutMemory = false)
{
    private static readonly TimeSpan s_longestRest = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, Work> _running = [];
    private readonly Dictionary<string, (int Failures, long Until, bool WasRefused)> _resting = [];

    /// <summary>Whether duties are under way.</summary>
    public bool IsBusy => _running.Count > 0;

    /// <summary>How many are under way.</summary>
    public int Running => _running.Count;

    /// <summary>How many failed and wait to be tried again.</summary>
    public int Resting => _resting.Count;

    /// <summary>Whether one failed that is to be tried again; what the contract refused does not count.</summary>
    public bool HasFailures => _resting.Values.Any(rest => !rest.WasRefused);

    /// <summary>Completes when a duty that is under way now has ended; at once when none is.</summary>
    public Task OneDone => IsBusy ? Task.WhenAny(_running.Values.Select(running => running.Task)) : Task.CompletedTask;

    /// <summary>Begins the duties that are not under way or resting. Of those under way that are no duties any more, computing is ended.</summary>
    public void Start(IReadOnlyCollection<Duty> duties, CancellationToken cancellationToken)
    {
        HashSet<string> keys = [.. duties.Select(duty => duty.Key)];
        foreach ((string key, Work running) in _running)
            if (!keys.Contains(key)) running.Dropped.Cancel();
        foreach (string key in _resting.Keys.Where(key => !keys.Contains(key)).ToArray()) _resting.Remove(key);

        foreach (Duty duty in duties.OrderBy(duty => duty.Deadline))
        {
            if (_running.ContainsKey(duty.Key)) continue;
            if (_resting.TryGetValue(duty.Key, out var rest) && Environment.TickCount64 < rest.Until) continue;
            var dropped = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _running[duty.Key] = new Work(Task.Run(() => duty.DoAsync(dropped.Token, cancellationToken), cancellationToken), dropped);
        }
    }

    /// <summary>Takes in the duties that have ended.</summary>
    /// <returns>Whether one of them sent a transaction.</returns>
    /// <exception cref="StoreException">The player's store failed, and not for a while only: it must not go on.</exception>
    /// <exception cref="OutOfMemoryException">Memory ran out, and the player is to end then.</exception>
    /// <exception cref="OperationCanceledException">The player is to end.</exception>
    public bool Collect(CancellationToken cancellationToken)
    {
        bool acted = false;
        foreach ((string key, Work running) in _running.Where(pair => pair.Value.Task.IsCompleted).ToArray())
        {
            _running.Remove(key);
            running.Dropped.Dispose();
            acted |= TakeIn(key, running.Task);
        }
        cancellationToken.ThrowIfCancellationRequested();
        return acted;
    }

    /// <summary>Waits for all duties to notice that the player is to end.</summary>
    public Task EndAsync() => Task.WhenAll(_running.Values.Select(running => running.Task));

    /// <summary>How long to wait after a number of failures in a row.</summary>
    public static TimeSpan Rest(int failures)
    {
        double seconds = 0.05 * Math.Pow(2, Math.Min(failures, 10));
        return TimeSpan.FromSeconds(Math.Min(seconds, s_longestRest.TotalSeconds));
    }

    private bool TakeIn(string key, Task<bool> ended)
    {
        if (ended.IsCanceled) return false;
        if (ended.Exception?.InnerException is not { } failure)
        {
            _resting.Remove(key);
            return ended.Result;
        }
        if (failure is StoreException and not StoreUnavailableException) throw new StoreException(failure.Message, failure);
        bool isShort = LackOfMemory.IsIn(ended.Exception);
        if (isShort && endsWithoutMemory) ExceptionDispatchInfo.Throw(failure);

        int failures = _resting.GetValueOrDefault(key).Failures + 1;
        _resting[key] = (failures, Environment.TickCount64 + (long)Rest(failures).TotalMilliseconds, failure is RevertException);
        string why = failure switch
        {
            UndertakingRefusedException => "the operator's limits forbid it for now",
            RevertException => "the contract refuses",
            StoreUnavailableException => "the store is out of reach",
            EthereumException => "the node does not do as it should",
            _ when isShort => "memory ran out",
            _ => failure.GetType().Name,
        };
        string advice = isShort ? "allow the process more, or the states of its runs less" : failure.Message;
        log($"could not do this: {key}; {why}, next try in {Rest(failures).TotalSeconds:0.#} s: {advice}");
        return false;
    }

    private sealed record Work(Task<bool> Task, CancellationTokenSource Dropped);
}
