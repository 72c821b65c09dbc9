using System.Diagnostics;
using Opml.Ethereum.Abi;
using Opml.Ethereum.Rpc;

namespace Opml.Ethereum.Pool;

/// <summary>Questions that several endpoints must answer alike.</summary>
internal sealed class Agreement(Router router, EndpointPoolOptions options)
{
    /// <summary>How often contradictions are borne: while a block travels endpoints differ.</summary>
    private const int Rounds = 4;

    /// <summary>The answer of the quorum. Who says otherwise is left for a while.</summary>
    /// <param name="question">The question, about a block that does not move.</param>
    /// <param name="key">What answers are compared by.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="EndpointDisagreementException">No answer has the quorum, and there are contradictions.</exception>
    /// <exception cref="NoEndpointException">Fewer endpoints answer than the quorum takes.</exception>
    public async Task<T> AskAsync<T>(Question<T> question, Func<T, string> key, CancellationToken cancellationToken)
    {
        if (options.Quorum <= 1)
            return (await router.AskAsync(question, cancellationToken).ConfigureAwait(false)).Value;

        var settled = new Question<Outcome<T>>(question.Name, (client, cancel) => SettleAsync(question, client, key, cancel))
        {
            Block = question.Block,
            Except = question.Except,
            Learn = question.Learn is null ? null : (endpoint, outcome) => outcome.Teach(value => question.Learn(endpoint, value)),
        };
        var start = Stopwatch.GetTimestamp();
        for (var contradictions = 0; ;)
        {
            var answers = await router.AskEachAsync(settled, options.Quorum, cancellationToken).ConfigureAwait(false);
            var votes = answers.GroupBy(answer => answer.Value.Key).OrderByDescending(group => group.Count()).ToList();
            if (votes.Count > 0 && votes[0].Count() >= options.Quorum && (votes.Count == 1 || votes[1].Count() < votes[0].Count()))
            {
                // At the head a fork is no lie: a pause is enough, and a look at a deeper block when it is over.
                foreach (var outvoted in votes.Skip(1).SelectMany(group => group))
                    outvoted.By.Fail($"it answers {question.Name} otherwise than {votes[0].Count()} others");
                return votes[0].First().Value.Result();
            }

            if (votes.Count > 1 && ++contradictions == Rounds)
                throw new EndpointDisagreementException(question.Name, answers.Select(answer => answer.By.Name));
            if (Stopwatch.GetElapsedTime(start) > options.Patience)
                throw router.Nobody($"{question.Name}, to which {options.Quorum} must give the same answer");
            await Task.Delay(options.FirstPause, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<Outcome<T>> SettleAsync<T>(
        Question<T> question, HttpEthereumClient client, Func<T, string> key, CancellationToken cancellationToken)
    {
        try
        {
            var value = await question.Ask(client, cancellationToken).ConfigureAwait(false);
            return new Outcome<T>(key(value), () => value, teach => teach(value));
        }
        catch (RevertException revert)
        {
            return new Outcome<T>("reverts " + Hex.Format(revert.Revert.Data), () => throw revert, static _ => { });
        }
    }

    private sealed record Outcome<T>(string Key, Func<T> Result, Action<Action<T>> Teach);
}
