using System.Numerics;
using Opml.Dispute.Contracts.Oracle.Events;
using Opml.Ethereum;
using Opml.Ethereum.Abi;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Contracts;

namespace Opml.Dispute.Contracts.Oracle;

/// <summary>
/// An oracle on a chain, to look at: listings, requests, what is to be delivered, and what happened. See
/// <see cref="OracleAccount"/> for what an account does with it. Model ids are numbers below 2^64, or keys as numbers.
/// Reverts come as <see cref="RevertException"/>, the oracle's and the Opml contract's errors by name.
/// </summary>
/// <param name="client">The node.</param>
/// <param name="address">Where the oracle is.</param>
public sealed class OracleContract(IEthereumClient client, Address address)
{
    private readonly Contract _contract = new(
        client, address, ContractArtifacts.Oracle.Abi.WithErrorsOf(ContractArtifacts.Opml.Abi));

    /// <summary>Where the oracle is.</summary>
    public Address Address => _contract.Address;

    /// <summary>The node.</summary>
    public IEthereumClient Client => _contract.Client;

    /// <summary>A model's key, as the number that names it in the oracle: big-endian.</summary>
    public static BigInteger IdOf(Hash32 key) => new(key.ToArray(), isUnsigned: true, isBigEndian: true);

    /// <summary>Puts a new oracle on the chain, for good on this Opml contract.</summary>
    /// <param name="sender">Who pays; it has no rights in the oracle.</param>
    /// <param name="opml">Where the Opml contract is.</param>
    /// <param name="cancellationToken">Cancels the waiting, not a transaction that is sent.</param>
    public static async Task<Sent<OracleContract>> DeployAsync(
        TransactionSender sender, Address opml, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sender);
        var deployed = await Contract
            .DeployAsync(sender, ContractArtifacts.Oracle, [opml], default, cancellationToken)
            .ConfigureAwait(false);
        return new(new OracleContract(sender.Client, deployed.Contract.Address), deployed.Receipt);
    }

    /// <summary>Where the Opml contract is that the oracle sits on.</summary>
    public Task<Address> GetOpmlAsync(CancellationToken cancellationToken = default) =>
        CallAsync<Address>("opml", [], cancellationToken);

    /// <summary>What a model id stands for.</summary>
    public async Task<OracleListing> GetListingAsync(BigInteger modelId, CancellationToken cancellationToken = default) =>
        await CallAsync<OracleListing>("listingOf", [modelId], cancellationToken).ConfigureAwait(false);

    /// <summary>Wei that a request takes.</summary>
    /// <param name="modelId">The model.</param>
    /// <param name="gasLimit">Gas of the callback; 0 without one.</param>
    /// <param name="atOnce">Whether live results are to be delivered too.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    public Task<BigInteger> EstimateFeeAsync(
        BigInteger modelId, ulong gasLimit, bool atOnce = false, CancellationToken cancellationToken = default) =>
        CallAsync<BigInteger>(atOnce ? "estimateFeeAtOnce" : "estimateFee", [modelId, gasLimit], cancellationToken);

    /// <summary>Whether a request's result can never change again.</summary>
    public Task<bool> IsFinalizedAsync(ulong requestId, CancellationToken cancellationToken = default) =>
        CallAsync<bool>("isFinalized", [requestId], cancellationToken);

    /// <summary>What the oracle keeps of a request; an entry of stage None when it is not one of its own.</summary>
    public Task<OracleEntry> GetEntryAsync(ulong requestId, CancellationToken cancellationToken = default) =>
        CallAsync<OracleEntry>("entryOf", [requestId], cancellationToken);

    /// <summary>What comes with a request's callback.</summary>
    public Task<byte[]> GetCallbackDataAsync(ulong requestId, CancellationToken cancellationToken = default) =>
        CallAsync<byte[]>("callbackDataOf", [requestId], cancellationToken);

    /// <summary>What a delivery would do now, in the latest block.</summary>
    public async Task<OraclePayment> GetDutyAsync(ulong requestId, CancellationToken cancellationToken = default) =>
        (await CallAsync("dutyOf", [requestId], cancellationToken).ConfigureAwait(false)).To<OraclePayment>();

    /// <summary>Wei that an account can withdraw.</summary>
    public Task<BigInteger> GetBalanceAsync(Address account, CancellationToken cancellationToken = default) =>
        CallAsync<BigInteger>("balanceOf", [account], cancellationToken);

    /// <summary>What happened in a range of blocks, oldest first; both ends belong to it.</summary>
    public async Task<IReadOnlyList<OracleEvent>> GetEventsAsync(
        BlockTag from, BlockTag to, CancellationToken cancellationToken = default) =>
        OracleEventReader.Read(await _contract.GetEventsAsync(from, to, cancellationToken).ConfigureAwait(false));

    /// <summary>The numbers that were given to models, oldest first, from a block on.</summary>
    public async Task<IReadOnlyList<ModelListed>> GetListingsAsync(BlockTag from, CancellationToken cancellationToken = default) =>
        [.. OracleEventReader.Read(await _contract.GetEventsAsync(nameof(ModelListed), from, BlockTag.Latest, [], cancellationToken).ConfigureAwait(false)).OfType<ModelListed>()];

    /// <summary>The requests that were made in a range of blocks, oldest first; both ends belong to it.</summary>
    public async Task<IReadOnlyList<AICallbackRequest>> GetRequestsAsync(
        BlockTag from, BlockTag to, CancellationToken cancellationToken = default) =>
        [.. OracleEventReader.Read(await _contract.GetEventsAsync(nameof(AICallbackRequest), from, to, [], cancellationToken).ConfigureAwait(false)).OfType<AICallbackRequest>()];

    /// <summary>What a transaction brought about, in order.</summary>
    public IReadOnlyList<OracleEvent> ReadEvents(TransactionReceipt receipt) =>
        OracleEventReader.Read(_contract.ReadEvents(receipt));

    /// <summary>The transaction that calls a function, not sent yet.</summary>
    internal TransactionRequest Request(string function, IReadOnlyList<object?> arguments, BigInteger value) =>
        _contract.Request(function, arguments, value);

    private Task<AbiValues> CallAsync(string function, object?[] arguments, CancellationToken cancellationToken) =>
        _contract.CallAsync(function, arguments, new CallOptions(), cancellationToken);

    private async Task<T> CallAsync<T>(string function, object?[] arguments, CancellationToken cancellationToken) =>
        (await CallAsync(function, arguments, cancellationToken).ConfigureAwait(false)).Get<T>(0);
}
