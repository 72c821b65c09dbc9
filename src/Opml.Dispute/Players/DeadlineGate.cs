namespace Opml.Dispute.Players;

/// <summary>Places for work that takes long. A place that falls free goes to whoever waits with the earliest deadline.</summary>
internal sealed class DeadlineGate(int places)
{
    private readonly Lock _turn = new();
    private readonly PriorityQueue<TaskCompletionSource, (ulong Deadline, ulong Order)> _waiting = new();
    private int _free = places;
    private ulong _order;

    /// <summary>Waits for a place; what is returned gives it back.</summary>
    /// <param name="deadline">When the work has to be done, in seconds of the chain's clock.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<IDisposable> EnterAsync(ulong deadline, CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_turn)
        {
            if (_free > 0)
            {
                _free--;
                turn.SetResult();
            }
            else
            {
                _waiting.Enqueue(turn, (deadline, _order++));
            }
        }
        using (cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken)))
            await turn.Task.ConfigureAwait(false);
        return new Place(this);
    }

    private void Leave()
    {
        lock (_turn)
        {
            while (_waiting.TryDequeue(out TaskCompletionSource? next, out _))
                if (next.TrySetResult()) return;
            _free++;
        }
    }

    private sealed class Place(DeadlineGate gate) : IDisposable
    {
        private DeadlineGate? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Leave();
    }
}
