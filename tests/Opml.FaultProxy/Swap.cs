namespace Opml.FaultProxy;

/// <summary>Two answers under way change places: the first waits a moment for the second.</summary>
internal sealed class Swap(TimeSpan patience)
{
    private readonly Lock _gate = new();
    private (byte[] Mine, TaskCompletionSource<byte[]> Theirs)? _waiting;

    public async Task<byte[]> ExchangeAsync(byte[] answer, CancellationToken cancellationToken)
    {
        TaskCompletionSource<byte[]> partner;
        lock (_gate)
        {
            if (_waiting is { } first)
            {
                _waiting = null;
                first.Theirs.SetResult(answer);
                return first.Mine;
            }

            partner = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting = (answer, partner);
        }

        await Task.WhenAny(partner.Task, Task.Delay(patience, cancellationToken)).ConfigureAwait(false);
        lock (_gate)
        {
            if (partner.Task.IsCompleted)
                return partner.Task.Result;
            _waiting = null;
            return answer; // nobody came: it is merely late
        }
    }
}
