using System.Diagnostics;
using Opml.Ethereum.Rpc;

namespace Opml.Ethereum.Pool;

/// <summary>Hands signed transactions in to all endpoints that work. The same bytes twice are one transaction, so silence is no reason to give up.</summary>
internal sealed class Handover(IReadOnlyList<Endpoint> endpoints, Router router, EndpointPoolOptions options)
{
    public async Task<Hash32> SendAsync(ReadOnlyMemory<byte> signed, CancellationToken cancellationToken)
    {
        var hash = Keccak256.Hash(signed.Span);
        var question = new Question<Hash32>("eth_sendRawTransaction", async (client, cancel) =>
        {
            var named = await client.SendRawAsync(signed, cancel).ConfigureAwait(false);
            return named == hash ? named : throw new LieException($"it took transaction {hash} and calls it {named}");
        });
        var start = Stopwatch.GetTimestamp();
        for (var isFirst = true; ; isFirst = false)
        {
            var errors = await OfferAsync(question, cancellationToken).ConfigureAwait(false);
            if (errors.Count == 0)
                return hash;

            // A refusal says more than silence, and that of an endpoint which knows the transaction most of all. What is refused may
            // have been taken before, when the answer was lost.
            if (errors.OfType<RpcException>().Where(error => Blaming.Of(error) == Blame.Refuses).MaxBy(IsKnown) is { } refusal)
                return !isFirst && await IsKnownAsync(hash, cancellationToken).ConfigureAwait(false) ? hash : throw refusal;
            if (Stopwatch.GetElapsedTime(start) + options.FirstPause > options.Patience)
                throw router.Nobody("eth_sendRawTransaction", errors[0]);
            await Task.Delay(options.FirstPause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Offers it to all at once, until the first takes it; the errors, where none does.</summary>
    private async Task<IReadOnlyList<EthereumException>> OfferAsync(Question<Hash32> question, CancellationToken cancellationToken)
    {
        var fit = router.Fit(question);
        var offers = (fit.Count > 0 ? fit : endpoints).Select(endpoint => router.TryAsync(endpoint, question, cancellationToken)).ToList();

        // What the others say comes too late to matter; it is looked at, so that nothing is left unobserved.
        _ = Task.WhenAll(offers).ContinueWith(static all => _ = all.Exception, TaskScheduler.Default);
        var errors = new List<EthereumException>();
        await foreach (var offer in Task.WhenEach(offers).ConfigureAwait(false))
        {
            try
            {
                await offer.ConfigureAwait(false);
                return [];
            }
            catch (EthereumException error)
            {
                errors.Add(error);
            }
        }

        return errors;
    }

    private async Task<bool> IsKnownAsync(Hash32 hash, CancellationToken cancellationToken) => (await router.AskAsync(
        new Question<bool>("eth_getTransactionByHash", (client, cancel) => client.IsTransactionKnownAsync(hash, cancel)) { IsEmpty = static known => !known },
        cancellationToken).ConfigureAwait(false)).Value;

    private static bool IsKnown(RpcException error) => error.Text.Contains("known", StringComparison.OrdinalIgnoreCase);
}
