using System.Diagnostics;
using Opml.Ethereum.Rpc;

namespace Opml.Ethereum.Pool;

/// <summary>Checks endpoints: that they answer, are of the pool's chain, keep up with the others, and follow the same fork.</summary>
internal sealed class Inspector(IReadOnlyList<Endpoint> endpoints, HeaderCheck headers, EndpointPoolOptions options) : IDisposable
{
    private readonly SemaphoreSlim _choice = new(1, 1);
    private ulong? _chainId = options.ExpectedChainId;
    private ulong _told;

    /// <summary>The pool's chain: the one expected, or else that of most endpoints at first sight.</summary>
    /// <exception cref="NoEndpointException">Nobody answers.</exception>
    /// <exception cref="EthereumException">They are of different chains, and none is in the majority.</exception>
    public async Task<ulong> ChainIdAsync(CancellationToken cancellationToken)
    {
        if (_chainId is { } known)
            return known;
        await _choice.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _chainId ??= await ChooseAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _choice.Release();
        }
    }

    /// <summary>Looks whether an endpoint is of the chain and what its head is, before it is believed.</summary>
    /// <exception cref="EthereumException">It does not answer, or is not to be believed.</exception>
    public async Task AdmitAsync(Endpoint endpoint, CancellationToken cancellationToken)
    {
        var expected = await ChainIdAsync(cancellationToken).ConfigureAwait(false);
        var start = Stopwatch.GetTimestamp();
        var chainId = await endpoint.Client.GetChainIdAsync(cancellationToken).ConfigureAwait(false);
        endpoint.Answered(Stopwatch.GetElapsedTime(start));
        if (chainId != expected)
            throw new LieException($"it is of chain {chainId}, and chain {expected} is meant");
        var head = await headers.GetAsync(endpoint.Client, BlockTag.Latest, cancellationToken).ConfigureAwait(false)
            ?? throw new LieException("it has no latest block");
        endpoint.Saw(head.Block.Number);
        if (endpoint.NeedsCheck)
            endpoint.Recover();
        Rank(endpoint);
    }

    /// <summary>An endpoint told its height.</summary>
    public void Saw(Endpoint endpoint, ulong height)
    {
        endpoint.Saw(height);
        Rank(endpoint);
    }

    /// <summary>Whether a height is too far below what the others say, or the pool has said before, to be the head of the chain.</summary>
    public bool IsOld(ulong height) =>
        height + options.MaxLag < Math.Max(Best(null) ?? 0, Interlocked.Read(ref _told));

    /// <summary>The pool has said that this is the head.</summary>
    public void Told(ulong height) => Interlocked.Exchange(ref _told, height);

    /// <summary>Checks all that are not resting after a failure.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var ready = endpoints.Where(endpoint => endpoint.Pause <= TimeSpan.Zero).ToList();
        await Task.WhenAll(ready.Select(async endpoint =>
        {
            try
            {
                await AdmitAsync(endpoint, cancellationToken).ConfigureAwait(false);
            }
            catch (EthereumException error)
            {
                Charge(endpoint, error);
            }
        })).ConfigureAwait(false);
        ready.ForEach(Rank);
        await CompareForksAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Draws the conclusions from an error.</summary>
    public static void Charge(Endpoint endpoint, EthereumException error)
    {
        switch (Blaming.Of(error))
        {
            case Blame.Fails:
                endpoint.Fail(error.Message, (error as RpcTransportException)?.RetryAfter);
                break;
            case Blame.Lies:
                endpoint.Distrust(error.Message);
                break;
        }
    }

    public void Dispose() => _choice.Dispose();

    /// <summary>
    /// Puts an endpoint that has just told its height among those that keep up or those that lag. What others told is older, and so a
    /// lower bound of where they are.
    /// </summary>
    private void Rank(Endpoint endpoint)
    {
        if (endpoint.State is not (EndpointState.Healthy or EndpointState.Lagging) || endpoint.Height is not { } height)
            return;
        if (Best(endpoint) is { } best && height + options.MaxLag < best)
            endpoint.Lag(best);
        else
            endpoint.Recover();
    }

    /// <summary>
    /// The height that an endpoint is measured by: the best among the others that answer. With three endpoints and more
    /// it is one that two have reached, so that one that exaggerates does not make all others look late.
    /// </summary>
    private ulong? Best(Endpoint? endpoint)
    {
        var heights = endpoints
            .Where(each => each != endpoint && each.State is EndpointState.Healthy or EndpointState.Lagging)
            .Select(each => each.Height)
            .OfType<ulong>()
            .OrderDescending()
            .ToList();
        return heights.Count switch
        {
            0 => null,
            1 => heights[0],
            2 when endpoint is null => heights[0],
            _ => heights[1],
        };
    }

    private async Task<ulong> ChooseAsync(CancellationToken cancellationToken)
    {
        var deadline = Stopwatch.GetTimestamp();
        while (true)
        {
            var answers = await Task.WhenAll(endpoints.Where(endpoint => endpoint.Pause <= TimeSpan.Zero).Select(async endpoint =>
            {
                try
                {
                    return (Endpoint: endpoint, ChainId: (ulong?)await endpoint.Client.GetChainIdAsync(cancellationToken).ConfigureAwait(false));
                }
                catch (EthereumException error)
                {
                    Charge(endpoint, error);
                    return (endpoint, null);
                }
            })).ConfigureAwait(false);
            var votes = answers.Where(answer => answer.ChainId is not null).GroupBy(answer => answer.ChainId!.Value).OrderByDescending(group => group.Count()).ToList();
            if (votes.Count == 1 || (votes.Count > 1 && votes[0].Count() > votes[1].Count()))
                return votes[0].Key;
            if (votes.Count > 1)
            {
                throw new EthereumException(
                    $"The endpoints are of different chains: {string.Join(", ", answers.Where(a => a.ChainId is not null).Select(a => $"{a.Endpoint.Name} of {a.ChainId}"))}. "
                    + "Leave out the wrong ones, or say which chain is meant.");
            }

            var pause = endpoints.Min(endpoint => endpoint.Pause);
            if (Stopwatch.GetElapsedTime(deadline) + pause > options.Patience)
                throw new NoEndpointException("eth_chainId", [.. endpoints.Select(e => e.Status)], "Check the addresses, and that these nodes run; or name further ones.");
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Endpoints that have another block than most, deeper than forks reach, are on a chain of their own.</summary>
    private async Task CompareForksAsync(CancellationToken cancellationToken)
    {
        var good = endpoints.Where(endpoint => endpoint.State == EndpointState.Healthy && endpoint.Height is not null).ToList();
        if (good.Count < 2 || good.Min(endpoint => endpoint.Height!.Value) is var lowest && lowest < options.ForkDepth)
            return;
        var block = lowest - options.ForkDepth;
        var told = await Task.WhenAll(good.Select(async endpoint =>
        {
            try
            {
                var header = await headers.GetAsync(endpoint.Client, block, cancellationToken).ConfigureAwait(false);
                return (Endpoint: endpoint, header?.Block.Hash);
            }
            catch (EthereumException error)
            {
                Charge(endpoint, error);
                return (endpoint, null);
            }
        })).ConfigureAwait(false);
        var votes = told.Where(each => each.Hash is not null).GroupBy(each => each.Hash).OrderByDescending(group => group.Count()).ToList();
        if (votes.Count < 2 || votes[0].Count() == votes[1].Count())
            return;
        foreach (var minority in votes.Skip(1).SelectMany(group => group))
            minority.Endpoint.Distrust($"its block {block} is {minority.Hash}, and most others have {votes[0].Key}");
    }
}
