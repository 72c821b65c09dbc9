using System.Numerics;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Game;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Transactions;

namespace Opml.Dispute.Contracts;

/// <summary>
/// What one account does with the Opml contract. Every method sends one transaction and waits for its receipt; one that
/// would revert raises <see cref="Opml.Ethereum.Abi.RevertException"/> with the contract's error by name. Payments are in
/// wei, and must be exactly what the model's terms say.
/// </summary>
/// <param name="contract">The contract.</param>
/// <param name="sender">The account.</param>
public sealed class OpmlAccount(OpmlContract contract, TransactionSender sender)
{
    /// <summary>The contract.</summary>
    public OpmlContract Contract { get; } = contract;

    /// <summary>The account's address.</summary>
    public Address Address => sender.Address;

    /// <summary>Given each transaction between signing it and handing it in.</summary>
    internal Func<SignedTransaction, CancellationToken, Task>? OnSigned { get; init; }

    /// <summary>The same account, which tells of each transaction between signing it and handing it in.</summary>
    internal OpmlAccount Telling(Func<SignedTransaction, CancellationToken, Task> onSigned) => new(Contract, sender) { OnSigned = onSigned };

    /// <summary>Registers a model.</summary>
    public async Task<Sent<Hash32>> RegisterModelAsync(
        Model model, GoldenProof proof, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(proof);
        var receipt = await SendAsync(
            "registerModel", [model, Words(proof.InputSiblings), proof.ModelNode], default, cancellationToken).ConfigureAwait(false);
        return new(Find<ModelRegistered>(receipt).ModelId, receipt);
    }

    /// <summary>Asks for a model's result on an input that fits one transaction.</summary>
    public async Task<Sent<ulong>> RequestAsync(
        Hash32 modelId, ReadOnlyMemory<byte> input, BigInteger fee, CancellationToken cancellationToken = default)
    {
        var receipt = await SendAsync("request", [modelId, input], fee, cancellationToken).ConfigureAwait(false);
        return new(Find<RequestCreated>(receipt).RequestId, receipt);
    }

    /// <summary>Begins a request whose input comes in pieces.</summary>
    /// <param name="modelId">The model's key.</param>
    /// <param name="inputLength">Bytes of the whole input.</param>
    /// <param name="fee">The model's fee.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public async Task<Sent<ulong>> BeginRequestAsync(
        Hash32 modelId, int inputLength, BigInteger fee, CancellationToken cancellationToken = default)
    {
        var receipt = await SendAsync("beginRequest", [modelId, inputLength], fee, cancellationToken).ConfigureAwait(false);
        return new(Find<RequestCreated>(receipt).RequestId, receipt);
    }

    /// <summary>Adds the next piece of an input; the last one opens the request.</summary>
    public Task<TransactionReceipt> AddInputAsync(
        ulong requestId, InputPiece piece, CancellationToken cancellationToken = default) =>
        SendAsync("addInput", [requestId, piece.Offset, piece.Bytes], default, cancellationToken);

    /// <summary>Takes a request back.</summary>
    public Task<TransactionReceipt> CancelAsync(ulong requestId, CancellationToken cancellationToken = default) =>
        SendAsync("cancel", [requestId], default, cancellationToken);

    /// <summary>Posts the result of a run that succeeded.</summary>
    /// <param name="requestId">The request.</param>
    /// <param name="startState">The start state that the run was made from.</param>
    /// <param name="witness">The last state, 190 bytes.</param>
    /// <param name="output">The output.</param>
    /// <param name="proof">Shows the output in the last state's memory.</param>
    /// <param name="bond">The model's proposer bond.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public Task<TransactionReceipt> PostResultAsync(
        ulong requestId,
        Hash32 startState,
        ReadOnlyMemory<byte> witness,
        ReadOnlyMemory<byte> output,
        OutputProof proof,
        BigInteger bond,
        CancellationToken cancellationToken = default) =>
        SendAsync("postResult", [requestId, startState, witness, output, Tuple(proof)], bond, cancellationToken);

    /// <summary>Posts the failed result of a run whose output is longer than the model allows.</summary>
    /// <param name="requestId">The request.</param>
    /// <param name="startState">The start state that the run was made from.</param>
    /// <param name="witness">The last state, 190 bytes.</param>
    /// <param name="outputLength">The length that the memory gives.</param>
    /// <param name="proof">Shows that length in the last state's memory; see <see cref="OutputProof.OfLength"/>.</param>
    /// <param name="bond">The model's proposer bond.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public Task<TransactionReceipt> PostOversizedResultAsync(
        ulong requestId,
        Hash32 startState,
        ReadOnlyMemory<byte> witness,
        uint outputLength,
        OutputProof proof,
        BigInteger bond,
        CancellationToken cancellationToken = default) =>
        SendAsync(
            "postOversizedResult", [requestId, startState, witness, outputLength, Tuple(proof)], bond, cancellationToken);

    /// <summary>Posts the result of a run that failed, trapped, or still ran at the step limit.</summary>
    public Task<TransactionReceipt> PostFailedResultAsync(
        ulong requestId,
        Hash32 startState,
        ReadOnlyMemory<byte> witness,
        BigInteger bond,
        CancellationToken cancellationToken = default) =>
        SendAsync("postFailedResult", [requestId, startState, witness], bond, cancellationToken);

    /// <summary>Makes a result final that has outlived its window and has no open game.</summary>
    public Task<TransactionReceipt> FinaliseAsync(ulong requestId, CancellationToken cancellationToken = default) =>
        SendAsync("finalise", [requestId], default, cancellationToken);

    /// <summary>Challenges a request's live result.</summary>
    /// <param name="requestId">The request.</param>
    /// <param name="stateHash">The last state's hash that is disputed.</param>
    /// <param name="bond">The model's challenger bond.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public async Task<Sent<GameId>> ChallengeAsync(
        ulong requestId, Hash32 stateHash, BigInteger bond, CancellationToken cancellationToken = default)
    {
        var receipt = await SendAsync("challenge", [requestId, stateHash], bond, cancellationToken).ConfigureAwait(false);
        return new(Find<GameOpened>(receipt).Game, receipt);
    }

    /// <summary>The proposer's move: the hashes at <see cref="Segment.Positions"/>.</summary>
    public Task<TransactionReceipt> PostAsync(
        GameId game, Segment segment, IReadOnlyList<Hash32> hashes, CancellationToken cancellationToken = default) =>
        SendAsync("post", [game.Value, Tuple(segment), Words(hashes)], default, cancellationToken);

    /// <summary>The challenger's move: the first part whose end it disagrees with.</summary>
    /// <param name="game">The game.</param>
    /// <param name="segment">What is disputed.</param>
    /// <param name="hashes">The hashes as they were posted.</param>
    /// <param name="choice">The part, from 0.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public Task<TransactionReceipt> PickAsync(
        GameId game, Segment segment, IReadOnlyList<Hash32> hashes, int choice, CancellationToken cancellationToken = default) =>
        SendAsync("pick", [game.Value, Tuple(segment), Words(hashes), choice], default, cancellationToken);

    /// <summary>Proves the disputed step.</summary>
    /// <param name="game">The game.</param>
    /// <param name="segment">The disputed step.</param>
    /// <param name="witness">The agreed state, 190 bytes.</param>
    /// <param name="proof">What the step reads, as the machine's contract wants it.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public Task<TransactionReceipt> ProveAsync(
        GameId game,
        Segment segment,
        ReadOnlyMemory<byte> witness,
        ReadOnlyMemory<byte> proof,
        CancellationToken cancellationToken = default) =>
        SendAsync("prove", [game.Value, Tuple(segment), witness, proof], default, cancellationToken);

    /// <summary>The challenger's last pick and the step's proof in one transaction; see the two.</summary>
    public Task<TransactionReceipt> PickAndProveAsync(
        GameId game,
        Segment segment,
        IReadOnlyList<Hash32> hashes,
        int choice,
        ReadOnlyMemory<byte> witness,
        ReadOnlyMemory<byte> proof,
        CancellationToken cancellationToken = default) =>
        SendAsync(
            "pickAndProve", [game.Value, Tuple(segment), Words(hashes), choice, witness, proof], default, cancellationToken);

    /// <summary>Ends a game in which the side to move has spent its clock.</summary>
    public Task<TransactionReceipt> CallTimeAsync(GameId game, CancellationToken cancellationToken = default) =>
        SendAsync("callTime", [game.Value], default, cancellationToken);

    /// <summary>Gives a void game's challenger its bond and its refund.</summary>
    public Task<TransactionReceipt> ClaimVoidAsync(GameId game, CancellationToken cancellationToken = default) =>
        SendAsync("claimVoid", [game.Value], default, cancellationToken);

    /// <summary>Sends this account's free ether out of the contract.</summary>
    /// <param name="to">Who receives it.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public Task<TransactionReceipt> WithdrawAsync(Address to, CancellationToken cancellationToken = default) =>
        SendAsync("withdraw", [to], default, cancellationToken);

    private static object?[] Tuple(Segment segment) => [segment.Index, segment.Size, segment.Agreed, segment.Disputed];

    private static object?[] Tuple(OutputProof proof) => [proof.Tail, Words(proof.Right), Words(proof.Siblings)];

    private static object?[] Words(IReadOnlyList<Hash32> hashes) => [.. hashes.Select(hash => (object)hash)];

    private Task<TransactionReceipt> SendAsync(
        string function, object?[] arguments, BigInteger value, CancellationToken cancellationToken) =>
        sender.SendAsync(Contract.Request(function, arguments, value) with { OnSigned = OnSigned }, cancellationToken);

    private TEvent Find<TEvent>(TransactionReceipt receipt)
        where TEvent : OpmlEvent => Contract.ReadEvents(receipt).OfType<TEvent>().First();
}
