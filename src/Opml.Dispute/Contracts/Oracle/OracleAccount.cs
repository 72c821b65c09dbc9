using System.Numerics;
using Opml.Dispute.Contracts.Oracle.Events;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Transactions;

namespace Opml.Dispute.Contracts.Oracle;

/// <summary>
/// What one account does with an oracle. Every method sends one transaction and waits for its receipt; one that would
/// revert raises <see cref="Opml.Ethereum.Abi.RevertException"/> with the contract's error by name. Payments are in wei;
/// what comes over <see cref="OracleContract.EstimateFeeAsync"/> is the account's to withdraw.
/// </summary>
/// <param name="contract">The oracle.</param>
/// <param name="sender">The account.</param>
public sealed class OracleAccount(OracleContract contract, TransactionSender sender)
{
    /// <summary>The oracle.</summary>
    public OracleContract Contract { get; } = contract;

    /// <summary>The account's address.</summary>
    public Address Address => sender.Address;

    /// <summary>Given each transaction between signing it and handing it in.</summary>
    internal Func<SignedTransaction, CancellationToken, Task>? OnSigned { get; init; }

    /// <summary>The same account, which tells of each transaction between signing it and handing it in.</summary>
    internal OracleAccount Telling(Func<SignedTransaction, CancellationToken, Task> onSigned) => new(Contract, sender) { OnSigned = onSigned };

    /// <summary>Gives a registered model a number; the account has its fee.</summary>
    /// <param name="number">The number, which must be free.</param>
    /// <param name="key">The model's key.</param>
    /// <param name="fee">Wei that each request by this number pays to the account, below 2^96.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public Task<TransactionReceipt> ListModelAsync(
        ulong number, Hash32 key, BigInteger fee, CancellationToken cancellationToken = default) =>
        SendAsync("listModel", [number, key, fee], default, cancellationToken);

    /// <summary>Changes a listing's fee, or hands it on.</summary>
    public Task<TransactionReceipt> ChangeListingAsync(
        ulong number, Address owner, BigInteger fee, CancellationToken cancellationToken = default) =>
        SendAsync("changeListing", [number, owner, fee], default, cancellationToken);

    /// <summary>Asks for a model's result on an input that fits one transaction.</summary>
    /// <param name="modelId">The model.</param>
    /// <param name="input">The input.</param>
    /// <param name="callback">Who is called.</param>
    /// <param name="atOnce">Whether live results are delivered too.</param>
    /// <param name="payment">Wei; at least <see cref="OracleContract.EstimateFeeAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public async Task<Sent<ulong>> RequestAsync(
        BigInteger modelId,
        ReadOnlyMemory<byte> input,
        OracleCallback callback,
        bool atOnce,
        BigInteger payment,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var receipt = await SendAsync(
            atOnce ? "requestCallbackAtOnce" : "requestCallback",
            [modelId, input, callback.Contract, callback.GasLimit, callback.Data],
            payment,
            cancellationToken).ConfigureAwait(false);
        return new(Find<AICallbackRequest>(receipt).RequestId, receipt);
    }

    /// <summary>Begins a request whose input comes in pieces; see <see cref="RequestAsync"/>.</summary>
    public async Task<Sent<ulong>> BeginRequestAsync(
        BigInteger modelId,
        int inputLength,
        OracleCallback callback,
        bool atOnce,
        BigInteger payment,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var receipt = await SendAsync(
            "beginRequest",
            [modelId, inputLength, callback.Contract, callback.GasLimit, callback.Data, atOnce],
            payment,
            cancellationToken).ConfigureAwait(false);
        return new(Find<AICallbackRequest>(receipt).RequestId, receipt);
    }

    /// <summary>Adds the next piece of an input; the last one opens the request.</summary>
    public Task<TransactionReceipt> AddInputAsync(
        ulong requestId, InputPiece piece, CancellationToken cancellationToken = default) =>
        SendAsync("addInput", [requestId, piece.Offset, piece.Bytes], default, cancellationToken);

    /// <summary>Carries a result to its callback contract, and settles the request when the result is final.</summary>
    public async Task<Sent<Delivered>> DeliverAsync(ulong requestId, CancellationToken cancellationToken = default)
    {
        var receipt = await SendAsync("deliver", [requestId], default, cancellationToken).ConfigureAwait(false);
        // A callback may deliver other results, whose events come first.
        return new(Contract.ReadEvents(receipt).OfType<Delivered>().Last(), receipt);
    }

    /// <summary>Takes a request back for the account that made it.</summary>
    public async Task<Sent<TakenBack>> ReclaimAsync(ulong requestId, CancellationToken cancellationToken = default)
    {
        var receipt = await SendAsync("reclaim", [requestId], default, cancellationToken).ConfigureAwait(false);
        return new(Find<TakenBack>(receipt), receipt);
    }

    /// <summary>Sends the account's ether out of the oracle.</summary>
    /// <param name="to">Who receives it.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public Task<TransactionReceipt> WithdrawAsync(Address to, CancellationToken cancellationToken = default) =>
        SendAsync("withdraw", [to], default, cancellationToken);

    /// <summary>Sends another account its ether: a contract that takes some and cannot ask for it.</summary>
    public Task<TransactionReceipt> WithdrawForAsync(Address account, CancellationToken cancellationToken = default) =>
        SendAsync("withdrawFor", [account], default, cancellationToken);

    private Task<TransactionReceipt> SendAsync(
        string function, object?[] arguments, BigInteger value, CancellationToken cancellationToken) =>
        sender.SendAsync(Contract.Request(function, arguments, value) with { OnSigned = OnSigned }, cancellationToken);

    private TEvent Find<TEvent>(TransactionReceipt receipt)
        where TEvent : OracleEvent => Contract.ReadEvents(receipt).OfType<TEvent>().First();
}
