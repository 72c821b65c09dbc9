using Opml.Dispute.Contracts;

namespace Opml.Dispute.Sessions;

/// <summary>Waits for a request to come so far.</summary>
public static class RequestWait
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(2);

    /// <summary>Asks again and again, ever less often, up to every two seconds.</summary>
    /// <param name="deployment">The contracts.</param>
    /// <param name="contract">The Opml contract.</param>
    /// <param name="requestId">The request.</param>
    /// <param name="until">How far it is to come.</param>
    /// <param name="progress">Told of each answer.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The request as it is then.</returns>
    /// <exception cref="InvalidOperationException">It was taken back, there is none, or it is to be delivered and not the oracle's.</exception>
    public static async Task<OpmlRequest> UntilAsync(
        OpmlDeployment deployment,
        OpmlContract contract,
        ulong requestId,
        RequestGoal until,
        IProgress<OpmlRequest>? progress = null,
        CancellationToken cancellationToken = default)
    {
        for (TimeSpan pause = s_shortest; ; pause = pause * 1.5 > s_longest ? s_longest : pause * 1.5)
        {
            OpmlRequest request = await OpmlRequest.ReadAsync(deployment, contract, requestId, cancellationToken).ConfigureAwait(false);
            if (Reached(request, until)) return request;
            if (request.Status == RequestStatus.Cancelled)
                throw new InvalidOperationException($"Request {requestId} was taken back: it will have no result.");
            progress?.Report(request);
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool Reached(OpmlRequest request, RequestGoal until) => until switch
    {
        RequestGoal.Result => request.Status is RequestStatus.Posted or RequestStatus.Final,
        RequestGoal.Final => request.IsFinalized,
        RequestGoal.Delivered => request.Callback is { } callback
            ? callback.Delivered != 0 && callback.Delivered == request.Attempt && !callback.Failed
            : throw new InvalidOperationException($"Request {request.RequestId} is not one of the deployment's oracle: nothing is delivered for it."),
        _ => throw new ArgumentOutOfRangeException(nameof(until)),
    };
}
