using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Opml.Ethereum.Pool;

/// <summary>Brings a question to the best endpoint, and to the next one when that does not answer as it should.</summary>
internal sealed class Router(IReadOnlyList<Endpoint> endpoints, Inspector inspector, EndpointPoolOptions options)
{
    /// <summary>How often endpoints are let stumble over a question, with pauses that double, before that is the answer.</summary>
    private const int Stumbles = 6;

    /// <summary>What latencies may differ by without one endpoint being better than the other.</summary>
    private static readonly TimeSpan s_noise = TimeSpan.FromMilliseconds(100);

    private Endpoint? _last;

    /// <summary>An answer, and who gave it.</summary>
    internal readonly record struct Answer<T>(T Value, Endpoint By);

    /// <summary>Whether there is but one endpoint.</summary>
    public bool IsAlone => endpoints.Count == 1;

    /// <summary>Asks until an endpoint answers or the patience ends.</summary>
    /// <exception cref="NoEndpointException">No endpoint answered.</exception>
    public async Task<Answer<T>> AskAsync<T>(Question<T> question, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        await inspector.ChainIdAsync(cancellationToken).ConfigureAwait(false);
        for (var stumbles = 0; ;)
        {
            var (answer, error, blame) = await AskAllAsync(question, cancellationToken).ConfigureAwait(false);
            if (answer is { } found)
                return found;
            var rest = options.Patience - Stopwatch.GetElapsedTime(start);
            // While some do not answer at all, those that stumble are not the last word.
            var isUnanimous = error is not null && endpoints.All(endpoint => endpoint.Pause <= TimeSpan.Zero || question.Except.Contains(endpoint));
            if (error is not null && (blame == Blame.Refuses || (isUnanimous && ++stumbles == Stumbles)))
                ExceptionDispatchInfo.Throw(error);

            var pause = isUnanimous ? Growing(stumbles) : Pause(question);
            if (pause > rest)
                throw error ?? Nobody(question.Name);
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Asks all good endpoints at once, and doubtful ones with them where the good ones are too few; those that fail are blamed, and left out.
    /// </summary>
    public async Task<IReadOnlyList<Answer<T>>> AskEachAsync<T>(Question<T> question, int wanted, CancellationToken cancellationToken)
    {
        await inspector.ChainIdAsync(cancellationToken).ConfigureAwait(false);
        var fit = Fit(question);
        var good = fit.Where(endpoint => endpoint.State is EndpointState.Healthy or EndpointState.Unknown).ToList();
        var answers = await Task.WhenAll((good.Count >= wanted ? good : fit).Select(async endpoint =>
        {
            try
            {
                return (Answer<T>?)new Answer<T>(await TryAsync(endpoint, question, cancellationToken).ConfigureAwait(false), endpoint);
            }
            catch (EthereumException)
            {
                return null;
            }
        })).ConfigureAwait(false);
        return [.. answers.OfType<Answer<T>>()];
    }

    /// <summary>Asks one endpoint, and draws the conclusions.</summary>
    /// <exception cref="EthereumException">It did not answer, or not as it should.</exception>
    public async Task<T> TryAsync<T>(Endpoint endpoint, Question<T> question, CancellationToken cancellationToken)
    {
        try
        {
            if (endpoint.NeedsCheck)
                await inspector.AdmitAsync(endpoint, cancellationToken).ConfigureAwait(false);
            var start = Stopwatch.GetTimestamp();
            var value = await question.Ask(endpoint.Client, cancellationToken).ConfigureAwait(false);
            endpoint.Answered(Stopwatch.GetElapsedTime(start));
            question.Learn?.Invoke(endpoint, value);
            return value;
        }
        catch (EthereumException error)
        {
            Inspector.Charge(endpoint, error);
            throw;
        }
    }

    /// <summary>Those that may be asked now, the best first.</summary>
    public IReadOnlyList<Endpoint> Fit<T>(Question<T> question)
    {
        var fit = endpoints
            .Where(endpoint => endpoint.Pause <= TimeSpan.Zero && !question.Except.Contains(endpoint))
            .OrderBy(endpoint => Rank(endpoint.State))
            .ThenBy(endpoint => question.Block > endpoint.Height)
            .ToList();
        if (fit.Count < 2 || fit[0].State != EndpointState.Healthy)
            return fit;

        // Reads that belong together stay with one endpoint, unless it is much slower than another one.
        var good = fit.Where(endpoint => endpoint.State == EndpointState.Healthy && !(question.Block > endpoint.Height)).ToList();
        if (good.Count == 0)
            return fit;
        var slowest = good.Min(endpoint => endpoint.Latency) * 3 + s_noise;
        var last = Volatile.Read(ref _last);
        var best = last is not null && good.Contains(last) && last.Latency <= slowest ? last : good.First(endpoint => endpoint.Latency <= slowest);
        Volatile.Write(ref _last, best);
        fit.Remove(best);
        fit.Insert(0, best);
        return fit;
    }

    public NoEndpointException Nobody(string question, Exception? cause = null) => new(
        question,
        [.. endpoints.Select(endpoint => endpoint.Status)],
        "Check that these nodes run, are synchronised, are of the chain that is meant, and allow as many questions; or name further ones.",
        cause);

    private static int Rank(EndpointState state) => state switch
    {
        EndpointState.Healthy => 0,
        EndpointState.Unknown => 1,
        EndpointState.Failing or EndpointState.Distrusted => 2,
        _ => 3,
    };

    private async Task<(Answer<T>? Answer, EthereumException? Error, Blame Blame)> AskAllAsync<T>(Question<T> question, CancellationToken cancellationToken)
    {
        Answer<T>? empty = null;
        EthereumException? error = null;
        var worst = Blame.None;
        var patience = question.MostEmpty;
        var stumbled = new List<(Endpoint Endpoint, EthereumException Error)>();
        foreach (var endpoint in Fit(question))
        {
            try
            {
                var answer = new Answer<T>(await TryAsync(endpoint, question, cancellationToken).ConfigureAwait(false), endpoint);
                foreach (var (other, words) in stumbled)
                    other.Fail(words.Message);
                if (!question.IsEmpty(answer.Value))
                    return (answer, null, Blame.None);
                empty ??= answer;
                if (--patience == 0)
                    break;
            }
            catch (EthereumException failure) when (Blaming.Of(failure) is var blame && blame != Blame.None)
            {
                if (blame == Blame.Stumbles)
                    stumbled.Add((endpoint, failure));
                // The word of one that works counts for more than the silence of one that does not.
                if (blame is Blame.Refuses or Blame.Stumbles or Blame.Behind && (error is null || blame == Blame.Refuses))
                    (error, worst) = (failure, blame);
            }
        }

        return (empty, empty is null ? error : null, worst);
    }

    private TimeSpan Growing(int times) => options.FirstPause * (1 << (times - 1)) is var pause && pause < options.LongestPause ? pause : options.LongestPause;

    private TimeSpan Pause<T>(Question<T> question) => endpoints
        .Where(endpoint => !question.Except.Contains(endpoint))
        .Select(endpoint => endpoint.Pause)
        .DefaultIfEmpty(TimeSpan.MaxValue)
        .Min() is var least && least > TimeSpan.Zero ? least : options.FirstPause;
}
