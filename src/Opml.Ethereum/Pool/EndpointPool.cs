using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Opml.Ethereum.Rpc;

namespace Opml.Ethereum.Pool;

/// <summary>
/// Several nodes as one. Each question goes to the best endpoint; one that fails, lags behind or says what cannot be true is left for
/// the next one, and tried again later. Reads stay with one endpoint as long as it does well, so that they fit together; logs are checked against
/// headers and a second endpoint; transactions go to all. Errors and statuses name endpoints by host and port alone.
/// </summary>
public sealed class EndpointPool : IEthereumClient, IDisposable
{
    private readonly ImmutableArray<Endpoint> _endpoints;
    private readonly EndpointPoolOptions _options;
    private readonly HeaderCheck _headers = new();
    private readonly Inspector _inspector;
    private readonly Router _router;
    private readonly Agreement _agreement;
    private readonly PoolLogs _logs;
    private readonly Handover _handover;
    private readonly BackgroundCheck _background;
    private readonly PendingNonces _nonces = new();

    /// <summary>A pool of the nodes at these http or https addresses; nothing is sent yet. Where endpoints are equally good the first is preferred.</summary>
    /// <exception cref="ArgumentException">There is no address, one is of another kind or named twice, or the options contradict themselves.</exception>
    public EndpointPool(IEnumerable<Uri> urls, EndpointPoolOptions? options = null)
        : this(urls, options, static (url, rpc) => new JsonRpcClient(url, rpc))
    {
    }

    internal EndpointPool(IEnumerable<Uri> urls, EndpointPoolOptions? options, Func<Uri, JsonRpcOptions, JsonRpcClient> connect)
    {
        _options = options ?? new EndpointPoolOptions();
        ImmutableArray<Uri> all = [.. urls];
        if (all.IsEmpty)
            throw new ArgumentException("A pool needs the address of at least one node.", nameof(urls));
        if (all.Distinct().Count() < all.Length)
            throw new ArgumentException("An address is named twice: a node cannot confirm its own answers.", nameof(urls));
        if (_options.Quorum < 1 || _options.Quorum > all.Length)
            throw new ArgumentException($"The quorum is {_options.Quorum}, and there are {all.Length} endpoints: it lies between 1 and their number.", nameof(options));

        _endpoints = [.. all.Select((url, i) => new Endpoint(NameOf(all, i), new HttpEthereumClient(connect(url, _options.Rpc with { Retries = 0 })), _options))];
        _inspector = new Inspector(_endpoints, _headers, _options);
        _router = new Router(_endpoints, _inspector, _options);
        _agreement = new Agreement(_router, _options);
        _logs = new PoolLogs(_router, new PageReader(_headers, _options), _options);
        _handover = new Handover(_endpoints, _router, _options);
        _background = new BackgroundCheck(_inspector, _options.CheckInterval);
    }

    /// <summary>What is known of each endpoint now, in the order in which they were named.</summary>
    public ImmutableArray<EndpointStatus> Endpoints => [.. _endpoints.Select(endpoint => endpoint.Status)];

    /// <summary>Asks every endpoint that is not resting after a failure for its chain, its head and a deeper block, and draws the conclusions.</summary>
    public async Task<ImmutableArray<EndpointStatus>> CheckAsync(CancellationToken cancellationToken = default)
    {
        await _inspector.CheckAsync(cancellationToken).ConfigureAwait(false);
        return Endpoints;
    }

    /// <summary>The pool's chain. Endpoints of another are not asked.</summary>
    public Task<ulong> GetChainIdAsync(CancellationToken cancellationToken = default) => _inspector.ChainIdAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<ulong> GetBlockNumberAsync(CancellationToken cancellationToken = default) =>
        (await HeadAsync(cancellationToken).ConfigureAwait(false)).Number;

    /// <inheritdoc/>
    public async Task<Block?> GetBlockAsync(BlockTag block = default, CancellationToken cancellationToken = default)
    {
        if (block == BlockTag.Latest)
            return await HeadAsync(cancellationToken).ConfigureAwait(false);

        var question = new Question<Block?>("eth_getBlockByNumber", async (client, cancel) => (await _headers.GetAsync(client, block, cancel).ConfigureAwait(false))?.Block)
        {
            Block = block.BlockNumber,
            IsEmpty = static answer => answer is null,
        };
        return block.BlockNumber is null
            ? await AskAsync(question, cancellationToken).ConfigureAwait(false)
            : await AgreeAsync(question, static answer => $"{answer?.Hash}", cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<BigInteger> GetBalanceAsync(Address account, BlockTag block = default, CancellationToken cancellationToken = default) =>
        AgreeAtAsync("eth_getBalance", block, (client, at, cancel) => client.GetBalanceAsync(account, at, cancel), static value => $"{value}", cancellationToken);

    /// <summary>
    /// The account's next nonce. Pending transactions are counted where most endpoints know of them, or one does and they were handed in here:
    /// a sender that believed a single one that names a nonce far too high would wait for ever.
    /// </summary>
    /// <exception cref="NoEndpointException">The endpoints that would settle it do not answer.</exception>
    public async Task<ulong> GetNonceAsync(Address account, BlockTag block = default, CancellationToken cancellationToken = default)
    {
        if (block != BlockTag.Pending)
            return await AgreeAtAsync("eth_getTransactionCount", block, (client, at, cancel) => client.GetNonceAsync(account, at, cancel), static value => $"{value}", cancellationToken).ConfigureAwait(false);

        var question = new Question<ulong>("eth_getTransactionCount", (client, cancel) => client.GetNonceAsync(account, BlockTag.Pending, cancel));
        _background.Wake();
        // Of two, one that lags has no say; of more, those that lag still outvote one that lies.
        var wanted = _endpoints.Length > 2 ? PendingNonces.MostOf(_endpoints.Length) : 1;
        var answers = (await _router.AskEachAsync(question, wanted, cancellationToken).ConfigureAwait(false)).Select(answer => answer.Value).ToList();
        if (answers.Count == 0)
            answers.Add(await AskAsync(question, cancellationToken).ConfigureAwait(false));
        return PendingNonces.Choose(answers, _endpoints.Length, _nonces.NextOf(account))
            ?? throw new NoEndpointException(
                $"with a nonce of {account} that can be believed",
                Endpoints,
                $"One answers with {answers[0]}, and the last one used here is {_nonces.NextOf(account) - 1}: that is asked again until others answer too.");
    }

    /// <inheritdoc/>
    public Task<byte[]> GetCodeAsync(Address account, BlockTag block = default, CancellationToken cancellationToken = default) =>
        AgreeAtAsync("eth_getCode", block, (client, at, cancel) => client.GetCodeAsync(account, at, cancel), static value => Hex.Format(value), cancellationToken);

    /// <inheritdoc/>
    public Task<byte[]> CallAsync(CallRequest request, BlockTag block = default, CancellationToken cancellationToken = default) =>
        AgreeAtAsync("eth_call", block, (client, at, cancel) => client.CallAsync(request, at, cancel), static value => Hex.Format(value), cancellationToken);

    /// <inheritdoc/>
    public Task<ulong> EstimateGasAsync(CallRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(new Question<ulong>("eth_estimateGas", (client, cancel) => client.EstimateGasAsync(request, cancel)), cancellationToken);

    /// <summary>What to offer for gas. Where a quorum is asked for, the median of all endpoints' suggestions: one that exaggerates costs nothing.</summary>
    public async Task<FeeSuggestion> SuggestFeesAsync(CancellationToken cancellationToken = default)
    {
        var question = new Question<FeeSuggestion>("eth_feeHistory", static (client, cancel) => client.SuggestFeesAsync(cancel));
        if (_options.Quorum > 1)
        {
            var answers = await _router.AskEachAsync(question, _options.Quorum, cancellationToken).ConfigureAwait(false);
            if (answers.Count >= _options.Quorum)
                return answers.Select(answer => answer.Value).OrderBy(fees => fees.GasPrice).ElementAt((answers.Count - 1) / 2);
        }

        return await AskAsync(question, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Hands the transaction in to every endpoint that works, and returns when the first has taken it. Where none says anything it is
    /// handed in again, for the same bytes are the same transaction; where it is refused, the error is the most telling one.
    /// </summary>
    public async Task<Hash32> SendRawAsync(ReadOnlyMemory<byte> signedTransaction, CancellationToken cancellationToken = default)
    {
        var hash = await _handover.SendAsync(signedTransaction, cancellationToken).ConfigureAwait(false);
        _nonces.Note(signedTransaction);
        return hash;
    }

    /// <summary>Whether any endpoint knows the transaction.</summary>
    public Task<bool> IsTransactionKnownAsync(Hash32 transactionHash, CancellationToken cancellationToken = default) => AskAsync(
        new Question<bool>("eth_getTransactionByHash", (client, cancel) => client.IsTransactionKnownAsync(transactionHash, cancel)) { IsEmpty = static known => !known },
        cancellationToken);

    /// <inheritdoc/>
    public Task<TransactionReceipt?> GetReceiptAsync(Hash32 transactionHash, CancellationToken cancellationToken = default) => AgreeAsync(
        new Question<TransactionReceipt?>("eth_getTransactionReceipt", async (client, cancel) =>
        {
            var receipt = await client.GetReceiptAsync(transactionHash, cancel).ConfigureAwait(false);
            return receipt is null || receipt.TransactionHash == transactionHash
                ? receipt
                : throw new LieException("it answers eth_getTransactionReceipt with another transaction's receipt");
        })
        { IsEmpty = static receipt => receipt is null, MostEmpty = 2 },
        static receipt => receipt is null ? "none" : $"{receipt.BlockHash} {receipt.Succeeded} {receipt.GasUsed}",
        cancellationToken);

    /// <summary>The logs that match, oldest first, checked as <see cref="ReadLogsAsync"/> does; not for pending blocks and those named by the consensus.</summary>
    public async Task<IReadOnlyList<Log>> GetLogsAsync(LogFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.BlockHash is not null || await RangeAsync(filter, cancellationToken).ConfigureAwait(false) is not { } range)
            return await AskAsync(new Question<IReadOnlyList<Log>>("eth_getLogs", (client, cancel) => client.GetLogsAsync(filter, cancel)), cancellationToken).ConfigureAwait(false);
        return range.First > range.Last ? [] : (await ReadLogsAsync(filter, range.First, range.Last, cancellationToken).ConfigureAwait(false)).Logs;
    }

    /// <inheritdoc/>
    public Task<LogPage> ReadLogsAsync(LogFilter filter, ulong first, ulong last, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first);
        _background.Wake();
        return _logs.ReadAsync(filter, first, last, cancellationToken);
    }

    /// <summary>Ends the checks and closes the connections.</summary>
    public void Dispose()
    {
        _background.Dispose();
        foreach (var endpoint in _endpoints)
            endpoint.Dispose();
        _inspector.Dispose();
    }

    private static string NameOf(ImmutableArray<Uri> urls, int index)
    {
        static string Host(Uri url) => url.IsAbsoluteUri ? url.Authority : "";
        var same = urls.Take(index + 1).Count(url => Host(url) == Host(urls[index]));
        return urls.Count(url => Host(url) == Host(urls[index])) > 1
            ? string.Create(CultureInfo.InvariantCulture, $"{Host(urls[index])} ({same})")
            : Host(urls[index]);
    }

    /// <summary>
    /// The newest block that anybody tells of. Going back by more than a lag is not believed at once: clocks are read off the head.
    /// </summary>
    private async Task<Block> HeadAsync(CancellationToken cancellationToken)
    {
        var question = new Question<Block>("eth_getBlockByNumber", async (client, cancel) =>
            (await _headers.GetAsync(client, BlockTag.Latest, cancel).ConfigureAwait(false))?.Block ?? throw new LieException("it has no latest block"))
        {
            Learn = (endpoint, head) => _inspector.Saw(endpoint, head.Number),
            IsEmpty = head => _inspector.IsOld(head.Number),
        };
        Block? best = null;
        for (var pause = _options.FirstPause; pause <= _options.FirstPause * 4; pause *= 2)
        {
            var head = await AskAsync(question, cancellationToken).ConfigureAwait(false);
            if (best is null || head.Number > best.Number)
                best = head;
            if (!_inspector.IsOld(best.Number))
                break;
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }

        _inspector.Told(best!.Number);
        return best;
    }

    private async Task<(ulong First, ulong Last)?> RangeAsync(LogFilter filter, CancellationToken cancellationToken)
    {
        ulong? head = filter.FromBlock == BlockTag.Latest || filter.ToBlock == BlockTag.Latest
            ? await GetBlockNumberAsync(cancellationToken).ConfigureAwait(false)
            : null;
        return Resolve(filter.FromBlock) is { } first && Resolve(filter.ToBlock) is { } last ? (first, last) : null;

        ulong? Resolve(BlockTag tag) => tag.BlockNumber ?? (tag == BlockTag.Latest ? head : tag == BlockTag.Earliest ? 0 : null);
    }

    private async Task<T> AskAsync<T>(Question<T> question, CancellationToken cancellationToken)
    {
        _background.Wake();
        return (await _router.AskAsync(question, cancellationToken).ConfigureAwait(false)).Value;
    }

    private Task<T> AgreeAsync<T>(Question<T> question, Func<T, string> key, CancellationToken cancellationToken)
    {
        _background.Wake();
        return _agreement.AskAsync(question, key, cancellationToken);
    }

    /// <summary>A question about a state. Where several must agree, it is that of the newest block that as many have.</summary>
    private async Task<T> AgreeAtAsync<T>(
        string name, BlockTag block, Func<HttpEthereumClient, BlockTag, CancellationToken, Task<T>> ask, Func<T, string> key, CancellationToken cancellationToken)
    {
        var at = block;
        if (_options.Quorum > 1 && block == BlockTag.Latest)
        {
            var heads = await _router.AskEachAsync(new Question<ulong>("eth_blockNumber", static (client, cancel) => client.GetBlockNumberAsync(cancel)), _options.Quorum, cancellationToken).ConfigureAwait(false);
            if (heads.Count >= _options.Quorum)
                at = heads.Select(head => head.Value).OrderDescending().ElementAt(_options.Quorum - 1);
        }

        var question = new Question<T>(name, (client, cancel) => ask(client, at, cancel)) { Block = at.BlockNumber };
        return at.BlockNumber is null
            ? await AskAsync(question, cancellationToken).ConfigureAwait(false)
            : await AgreeAsync(question, key, cancellationToken).ConfigureAwait(false);
    }
}
