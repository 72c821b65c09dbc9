using System.Numerics;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Game;
using Opml.Ethereum;
using Opml.Ethereum.Abi;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Contracts;

namespace Opml.Dispute.Contracts;

/// <summary>
/// The Opml contract on a chain, to look at: models, requests, results, games, and what happened. See
/// <see cref="OpmlAccount"/> for what an account does with it. Reverts come as <see cref="RevertException"/>, the
/// contract's errors by name.
/// </summary>
/// <param name="client">The node.</param>
/// <param name="address">Where the contract is.</param>
/// <param name="machineAbi">The machine's ABI, whose errors come through when a step is proven; none unless given.</param>
public sealed class OpmlContract(IEthereumClient client, Address address, ContractAbi? machineAbi = null)
{
    private readonly Contract _contract = new(
        client,
        address,
        machineAbi is null ? ContractArtifacts.Opml.Abi : ContractArtifacts.Opml.Abi.WithErrorsOf(machineAbi));

    /// <summary>Where the contract is.</summary>
    public Address Address => _contract.Address;

    /// <summary>The node.</summary>
    public IEthereumClient Client => _contract.Client;

    /// <summary>Puts a new Opml contract on the chain, for good with this machine.</summary>
    /// <param name="sender">Who pays; it has no rights in the contract.</param>
    /// <param name="machine">Where the machine's contract is.</param>
    /// <param name="machineAbi">The machine's ABI, for its errors.</param>
    /// <param name="cancellationToken">Cancels the waiting, not a transaction that is sent.</param>
    public static async Task<Sent<OpmlContract>> DeployAsync(
        TransactionSender sender, Address machine, ContractAbi? machineAbi = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sender);
        var deployed = await Contract
            .DeployAsync(sender, ContractArtifacts.Opml, [machine], default, cancellationToken)
            .ConfigureAwait(false);
        return new(new OpmlContract(sender.Client, deployed.Contract.Address, machineAbi), deployed.Receipt);
    }

    /// <summary>Where the machine's contract is.</summary>
    public Task<Address> GetMachineAsync(CancellationToken cancellationToken = default) =>
        CallAsync<Address>("machine", [], cancellationToken);

    /// <summary>Wei that nobody will ever have.</summary>
    public Task<BigInteger> GetBurntAsync(CancellationToken cancellationToken = default) =>
        CallAsync<BigInteger>("burnt", [], cancellationToken);

    /// <summary>What an account has in the contract.</summary>
    public async Task<AccountInfo> GetAccountAsync(Address account, CancellationToken cancellationToken = default) =>
        (await CallAsync("accountOf", [account], cancellationToken).ConfigureAwait(false)).To<AccountInfo>();

    /// <summary>Whether a model with this key is registered.</summary>
    public Task<bool> IsRegisteredAsync(Hash32 modelId, CancellationToken cancellationToken = default) =>
        CallAsync<bool>("isRegistered", [modelId], cancellationToken);

    /// <summary>A registered model.</summary>
    public Task<Model> GetModelAsync(Hash32 modelId, CancellationToken cancellationToken = default) =>
        CallAsync<Model>("modelOf", [modelId], cancellationToken);

    /// <summary>The number of requests so far; their ids are 1 to this.</summary>
    public Task<ulong> GetRequestCountAsync(CancellationToken cancellationToken = default) =>
        CallAsync<ulong>("requestCount", [], cancellationToken);

    /// <summary>A request and its result; one of status None when there is no such request.</summary>
    public Task<RequestInfo> GetRequestAsync(ulong requestId, CancellationToken cancellationToken = default) =>
        CallAsync<RequestInfo>("requestOf", [requestId], cancellationToken);

    /// <summary>Whether a request's result can never change again, in the latest block.</summary>
    public Task<bool> IsFinalizedAsync(ulong requestId, CancellationToken cancellationToken = default) =>
        CallAsync<bool>("isFinalized", [requestId], cancellationToken);

    /// <summary>The output of a live or final result.</summary>
    public Task<byte[]> GetOutputAsync(ulong requestId, CancellationToken cancellationToken = default) =>
        CallAsync<byte[]>("outputOf", [requestId], cancellationToken);

    /// <summary>A game; one of turn None when there is no such game.</summary>
    public Task<GameInfo> GetGameAsync(GameId game, CancellationToken cancellationToken = default) =>
        CallAsync<GameInfo>("gameOf", [game.Value], cancellationToken);

    /// <summary>What happened in a range of blocks, oldest first; both ends belong to it.</summary>
    public async Task<IReadOnlyList<OpmlEvent>> GetEventsAsync(
        BlockTag from, BlockTag to, CancellationToken cancellationToken = default) =>
        EventReader.Read(await _contract.GetEventsAsync(from, to, cancellationToken).ConfigureAwait(false));

    /// <summary>What happened in one game, oldest first, from a block on.</summary>
    public Task<IReadOnlyList<TEvent>> GetGameEventsAsync<TEvent>(
        GameId game, BlockTag from, CancellationToken cancellationToken = default)
        where TEvent : GameEvent => GetEventsAsync<TEvent>(from, BlockTag.Latest, [game.Value], cancellationToken);

    /// <summary>What happened to one request, oldest first, from a block on.</summary>
    public Task<IReadOnlyList<TEvent>> GetRequestEventsAsync<TEvent>(
        ulong requestId, BlockTag from, CancellationToken cancellationToken = default)
        where TEvent : RequestEvent => GetEventsAsync<TEvent>(from, BlockTag.Latest, [requestId], cancellationToken);

    /// <summary>The models that were registered, oldest first, from a block on.</summary>
    public Task<IReadOnlyList<ModelRegistered>> GetModelsAsync(BlockTag from, CancellationToken cancellationToken = default) =>
        GetEventsAsync<ModelRegistered>(from, BlockTag.Latest, [], cancellationToken);

    /// <summary>The games opened against a request's results, or any request's, oldest first, from a block on.</summary>
    public Task<IReadOnlyList<GameOpened>> GetGamesOpenedAsync(
        ulong? requestId, BlockTag from, CancellationToken cancellationToken = default) =>
        GetEventsAsync<GameOpened>(from, BlockTag.Latest, [null, requestId], cancellationToken);

    /// <summary>
    /// All that a player needs to go on with a game, from the chain alone: what the contract knows, and the segment and
    /// hashes that it has only a hash of, as its events give them and as that hash confirms.
    /// </summary>
    /// <param name="game">The game.</param>
    /// <param name="from">A block no later than the game's opening, to look for its events from.</param>
    /// <param name="cancellationToken">Cancels the questions.</param>
    /// <exception cref="EthereumException">There is no such game, or the node's logs do not fit the contract's state.</exception>
    public async Task<GameState> GetGameStateAsync(GameId game, BlockTag from, CancellationToken cancellationToken = default)
    {
        BlockTag block = await Client.GetBlockNumberAsync(cancellationToken).ConfigureAwait(false);
        var options = new CallOptions { Block = block };
        var values = await _contract.CallAsync("gameOf", [game.Value], options, cancellationToken).ConfigureAwait(false);
        var info = values.Get<GameInfo>(0);
        var opened = await GetEventsAsync<GameOpened>(from, block, [game.Value], cancellationToken).ConfigureAwait(false);
        if (info.Turn == Turn.None || opened.Count == 0)
            throw new EthereumException($"The contract {Address} has no game {game} that was opened in block {from} or later.");

        var picked = await GetEventsAsync<PartPicked>(from, block, [game.Value], cancellationToken).ConfigureAwait(false);
        var posted = await GetEventsAsync<HashesPosted>(from, block, [game.Value], cancellationToken).ConfigureAwait(false);
        var proven = await GetEventsAsync<StepProven>(from, block, [game.Value], cancellationToken).ConfigureAwait(false);
        var segment = proven.Count != 0 ? proven[0].Segment : picked.Count == 0 ? opened[0].Segment : picked[^1].Segment;
        var hashes = posted.Count > picked.Count ? posted[^1].Hashes : [];
        var state = GameState.Restore(
            segment, hashes, info.Turn, info.Arity, info.Deadline, info.OtherClock, info.Picks);
        return !state.IsOpen || Commitment.Of(segment, hashes) == info.Commitment
            ? state
            : throw new EthereumException($"The node's logs of game {game} do not fit the contract's state. Do not trust this node.");
    }

    /// <summary>What a transaction brought about, in order.</summary>
    public IReadOnlyList<OpmlEvent> ReadEvents(TransactionReceipt receipt) => EventReader.Read(_contract.ReadEvents(receipt));

    /// <summary>The transaction that calls a function, not sent yet.</summary>
    internal TransactionRequest Request(string function, IReadOnlyList<object?> arguments, BigInteger value) =>
        _contract.Request(function, arguments, value);

    private async Task<IReadOnlyList<TEvent>> GetEventsAsync<TEvent>(
        BlockTag from, BlockTag to, object?[] topics, CancellationToken cancellationToken)
        where TEvent : OpmlEvent
    {
        var found = await _contract
            .GetEventsAsync(typeof(TEvent).Name, from, to, topics, cancellationToken)
            .ConfigureAwait(false);
        return [.. EventReader.Read(found).OfType<TEvent>()];
    }

    private Task<AbiValues> CallAsync(string function, object?[] arguments, CancellationToken cancellationToken) =>
        _contract.CallAsync(function, arguments, new CallOptions(), cancellationToken);

    private async Task<T> CallAsync<T>(string function, object?[] arguments, CancellationToken cancellationToken) =>
        (await CallAsync(function, arguments, cancellationToken).ConfigureAwait(false)).Get<T>(0);
}
