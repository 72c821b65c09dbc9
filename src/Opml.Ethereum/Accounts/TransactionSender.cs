using Opml.Ethereum.Abi;
using Opml.Ethereum.Keys;
using Opml.Ethereum.Rpc;
using Opml.Ethereum.Transactions;

namespace Opml.Ethereum.Accounts;

/// <summary>
/// One account that sends: it owns the nonces, prices gas, signs, hands in and waits. Safe under concurrent callers, whose
/// transactions get consecutive nonces without gaps. One sender an account and process; the key stays the caller's to dispose.
/// </summary>
public sealed class TransactionSender : IDisposable
{
    private readonly PrivateKey _key;
    private readonly TransactionSenderOptions _options;
    private readonly INonceSource _nonces;
    private readonly TransactionTender _tender;

    private TransactionSender(IEthereumClient client, PrivateKey key, ulong chainId, TransactionSenderOptions options)
    {
        Client = client;
        _key = key;
        ChainId = chainId;
        _options = options;
        _nonces = options.Nonces ?? new MemoryNonceSource();
        _tender = new TransactionTender(client, key.Address, options, transaction => transaction.Sign(key), FillGapAsync);
    }

    /// <summary>The node.</summary>
    public IEthereumClient Client { get; }

    /// <summary>The account.</summary>
    public Address Address => _key.Address;

    /// <summary>The chain that every transaction is signed for.</summary>
    public ulong ChainId { get; }

    /// <summary>Opens an account on the node's chain.</summary>
    /// <exception cref="ChainIdMismatchException">The node is of another chain than the options expect.</exception>
    public static async Task<TransactionSender> CreateAsync(
        IEthereumClient client, PrivateKey key, TransactionSenderOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new TransactionSenderOptions();
        var chainId = await client.GetChainIdAsync(cancellationToken).ConfigureAwait(false);
        if (options.ExpectedChainId is { } expected && expected != chainId)
            throw new ChainIdMismatchException(expected, chainId);

        return new TransactionSender(client, key, chainId, options);
    }

    /// <summary>Hands in a transaction and waits for its receipt.</summary>
    /// <exception cref="RevertException">The estimate reverted: nothing was sent.</exception>
    /// <exception cref="TransactionRevertedException">It was mined and reverted.</exception>
    /// <exception cref="ReceiptTimeoutException">It was handed in and not mined in time.</exception>
    public async Task<TransactionReceipt> SendAsync(TransactionRequest request, CancellationToken cancellationToken = default)
    {
        var pending = await SubmitAsync(request, cancellationToken).ConfigureAwait(false);
        return await WaitAsync(pending, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Hands in a transaction and returns as soon as the node has taken it. Once signed bytes are on their way a cancelled caller
    /// waits a moment more for the node's answer, and returns it if it comes. If not, the handing in goes on
    /// behind the caller's back, and the next transaction waits for it, so that a nonce is never left in doubt.
    /// </summary>
    /// <exception cref="RevertException">The estimate reverted: nothing was sent.</exception>
    public async Task<PendingTransaction> SubmitAsync(TransactionRequest request, CancellationToken cancellationToken = default)
    {
        var gasLimit = request.GasLimit ?? await EstimateAsync(request, cancellationToken).ConfigureAwait(false);
        var fees = await Client.SuggestFeesAsync(cancellationToken).ConfigureAwait(false);

        var lease = await _nonces.ReserveAsync(ChainId, Address, AskNonceAsync, cancellationToken).ConfigureAwait(false);
        var handingIn = HandInAsync(lease, request, fees, gasLimit, cancellationToken);
        try
        {
            return await handingIn.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAny(handingIn, Task.Delay(_options.CancellationGrace, CancellationToken.None)).ConfigureAwait(false);
            if (handingIn.IsCompleted)
                return await handingIn.ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// One look after a transaction that is on its way: tells whether it is mined or another has its nonce, hands it in again where nodes lost it, fills
    /// lost nonces before it, and replaces it at a higher price when the options' policy says so.
    /// </summary>
    /// <param name="trail">The transaction at all its prices.</param>
    /// <param name="onSigned">Given a replacement between signing it and handing it in, to note it down. Keep all versions: any may be mined.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="EthereumException">The node does not answer; the trail stands as it was, and what was told by onSigned with it.</exception>
    public Task<TransactionSight> TendAsync(
        TransactionTrail trail, Func<SignedTransaction, CancellationToken, Task>? onSigned = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trail);
        if (trail.Current.Sender != Address)
            throw new ArgumentException($"The transaction is of {trail.Current.Sender}, and this account is {Address}.", nameof(trail));
        return _tender.LookAsync(trail, onSigned, cancellationToken);
    }

    /// <summary>
    /// Waits for the receipt of a transaction that was handed in, and looks after it meanwhile (see <see cref="TendAsync"/>): the receipt
    /// may be that of a replacement.
    /// </summary>
    /// <exception cref="TransactionRevertedException">It reverted.</exception>
    /// <exception cref="TransactionSupersededException">Another transaction has its nonce.</exception>
    /// <exception cref="ReceiptTimeoutException">It was not mined in time.</exception>
    public async Task<TransactionReceipt> WaitAsync(PendingTransaction pending, CancellationToken cancellationToken = default)
    {
        var receipt = await ReceiptPoll.WaitAsync(Client, pending, _options, this, cancellationToken).ConfigureAwait(false);
        if (receipt.Succeeded)
            return receipt;

        var revert = await RevertReplay.ExplainAsync(Client, pending, Address, receipt, cancellationToken).ConfigureAwait(false);
        throw new TransactionRevertedException(pending.Request.Label, revert, receipt);
    }

    /// <summary>Forgets the next nonce; the chain is asked for it at the next transaction.</summary>
    public Task ResetNonceAsync(CancellationToken cancellationToken = default) => _nonces.ForgetAsync(ChainId, Address, cancellationToken);

    /// <summary>Frees the sender's own nonces, if none were given to it. Key and client stay open.</summary>
    public void Dispose()
    {
        if (_options.Nonces is null)
            (_nonces as IDisposable)?.Dispose();
    }

    private async Task<ulong> EstimateAsync(TransactionRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var call = new CallRequest { From = Address, To = request.To, Data = request.Data, Value = request.Value };
            var estimate = await Client.EstimateGasAsync(call, cancellationToken).ConfigureAwait(false);
            return checked((ulong)(estimate * (UInt128)(100 + _options.GasMarginPercent) / 100));
        }
        catch (RevertException error)
        {
            var decoded = Revert.Decode(error.Revert.Data, request.Abi);
            throw new RevertException($"{request.Label}, tried before it was sent,", decoded, error);
        }
    }

    /// <summary>
    /// Uses a lost nonce up with a transaction that does nothing; false where it is not lost after all. It holds the account's turn, so that
    /// nobody is about to use the nonce.
    /// </summary>
    private async Task<bool> FillGapAsync(ulong nonce, CancellationToken cancellationToken)
    {
        var lease = await _nonces.ReserveAsync(ChainId, Address, AskNonceAsync, cancellationToken).ConfigureAwait(false);
        await using var turn = lease.ConfigureAwait(false);
        if (await AskNonceAsync(cancellationToken).ConfigureAwait(false) != nonce)
            return false;
        var fees = await Client.SuggestFeesAsync(cancellationToken).ConfigureAwait(false);
        var nothing = new TransactionRequest { To = Address };
        await TryHandInAsync(FeePolicy.Price(fees, nothing, _options, ChainId, nonce, gasLimit: 21_000).Sign(_key), mayBeStale: false).ConfigureAwait(false);
        return true;
    }

    private Task<ulong> AskNonceAsync(CancellationToken cancellationToken) => Client.GetNonceAsync(Address, BlockTag.Pending, cancellationToken);

    /// <summary>Runs while the turn is held, and gives it back.</summary>
    private async Task<PendingTransaction> HandInAsync(
        INonceLease lease, TransactionRequest request, FeeSuggestion fees, ulong gasLimit, CancellationToken cancellationToken)
    {
        await using var turn = lease.ConfigureAwait(false);
        var signed = await SignAsync().ConfigureAwait(false);
        if (!await TryHandInAsync(signed, mayBeStale: lease.IsRemembered).ConfigureAwait(false))
        {
            // Somebody else used the nonce that was remembered: ask the chain, and sign anew.
            await lease.RenewAsync(cancellationToken).ConfigureAwait(false);
            signed = await SignAsync().ConfigureAwait(false);
            await TryHandInAsync(signed, mayBeStale: false).ConfigureAwait(false);
        }

        await lease.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        return new PendingTransaction(signed, request);

        async Task<SignedTransaction> SignAsync()
        {
            cancellationToken.ThrowIfCancellationRequested();
            var transaction = FeePolicy.Price(fees, request, _options, ChainId, lease.Nonce, gasLimit).Sign(_key);
            if (request.OnSigned is { } onSigned)
                await onSigned(transaction, cancellationToken).ConfigureAwait(false);
            return transaction;
        }
    }

    /// <summary>
    /// False when a remembered nonce is used up. An answer that was lost, or that says the transaction is known or its nonce
    /// used, is settled by looking for the very transaction.
    /// </summary>
    private async Task<bool> TryHandInAsync(SignedTransaction signed, bool mayBeStale)
    {
        try
        {
            var hash = await Client.SendRawAsync(signed.Raw, CancellationToken.None).ConfigureAwait(false);
            return hash == signed.Hash
                ? true
                : throw new EthereumException($"The node took transaction {signed.Hash} and calls it {hash}. Do not trust this node.");
        }
        catch (Exception error) when (error is RpcException or RpcTransportException)
        {
            if (await Client.IsTransactionKnownAsync(signed.Hash, CancellationToken.None).ConfigureAwait(false))
                return true;
            if (!mayBeStale || error is not RpcException rpc || !IsNonceTaken(rpc))
                throw;
            return false;
        }
    }

    /// <summary>In the words of geth, which other nodes share: mined under this nonce, or another one waits under it.</summary>
    private static bool IsNonceTaken(RpcException error) =>
        error.Text.Contains("nonce too low", StringComparison.OrdinalIgnoreCase)
        || error.Text.Contains("replacement transaction underpriced", StringComparison.OrdinalIgnoreCase);
}
