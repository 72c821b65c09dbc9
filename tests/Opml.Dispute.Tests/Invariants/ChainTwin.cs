using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Dispute.Tests.Contracts;
using Opml.Ethereum.Abi;

namespace Opml.Dispute.Tests.Invariants;

/// <summary>
/// Makes every move of an arena on the real contract too, at the same second, and holds what it says and what it keeps
/// against the simulated one. Of the moves that the simulated contract refuses it tries one in so many.
/// </summary>
public sealed class ChainTwin(Scene scene, int refusedOneIn, int seed)
{
    // More than any move takes, so that no estimate is asked for: refused moves are mined too.
    private const ulong GasLimit = 2_000_000;
    private readonly Random _random = new(seed);

    /// <summary>Transactions that were mined.</summary>
    public int Sent { get; private set; }

    /// <summary>The ways in which the contract has refused.</summary>
    public HashSet<string> Errors { get; } = [];

    public async Task<string?> MineAsync(SimulatedOpml world, Move move)
    {
        world.Wait(1);
        var expected = await Arena.Simulate(world, move);
        if (expected is not null && _random.Next(refusedOneIn) != 0) return expected;

        await scene.NextBlockAtAsync(world.Now);
        var found = await Scene.ErrorOf(() => SendAsync(world, move));
        Sent++;
        Assert.True(expected == found, $"{move}: the rules say {expected ?? "yes"}, the contract says {found ?? "yes"}.");
        if (expected is not null) Errors.Add(expected);
        await CompareAsync(world, move);
        return expected;
    }

    private Task SendAsync(SimulatedOpml world, Move move)
    {
        var model = scene.Model;
        switch (move)
        {
            case Move.Request:
                return CallAsync(move, "request", [model.Id(), Scene.Input], model.Fee);
            case Move.Cancel cancel:
                return CallAsync(move, "cancel", [cancel.RequestId]);
            case Move.Finalise finalise:
                return CallAsync(move, "finalise", [finalise.RequestId]);
            case Move.Challenge challenge:
                return CallAsync(move, "challenge", [challenge.RequestId, challenge.StateHash], model.ChallengerBond);
            case Move.Post post:
                return CallAsync(move, "post", [post.Game.Value, Words(post.Segment), Words(post.Hashes)]);
            case Move.Pick pick:
                return CallAsync(move, "pick", [pick.Game.Value, Words(pick.Segment), Words(pick.Hashes), pick.Choice]);
            case Move.Prove prove:
                return CallAsync(move, "prove", [prove.Game.Value, Words(prove.Segment), prove.Witness, Array.Empty<byte>()]);
            case Move.PickAndProve last:
                return CallAsync(
                    move, "pickAndProve", [last.Game.Value, Words(last.Segment), Words(last.Hashes), last.Choice, last.Witness, Array.Empty<byte>()]);
            case Move.CallTime call:
                return CallAsync(move, "callTime", [call.Game.Value]);
            case Move.ClaimVoid claim:
                return CallAsync(move, "claimVoid", [claim.Game.Value]);
            case Move.Withdraw:
                return CallAsync(move, "withdraw", [scene.Accounts[move.By].Address]);
            case Move.PostResult result:
                var last190 = result.Claim.WitnessAt(result.Claim.Length);
                return last190[52] == 0
                    ? CallAsync(move, "postResult", [result.RequestId, world.Truth.StateAt(0), last190, scene.Output, OutputWords()], model.ProposerBond)
                    : CallAsync(move, "postFailedResult", [result.RequestId, world.Truth.StateAt(0), last190], model.ProposerBond);
            default:
                throw new ArgumentException($"There is no move {move.GetType().Name}.", nameof(move));
        }
    }

    private async Task CallAsync(Move move, string function, object?[] arguments, System.Numerics.BigInteger value = default)
    {
        var request = scene.Contract.Request(function, arguments, value) with { GasLimit = GasLimit };
        await scene.Senders[move.By].SendAsync(request, Scene.Cancel);
    }

    private async Task CompareAsync(SimulatedOpml world, Move move)
    {
        for (var i = 0; i < world.Ledger.Count; i++)
            Assert.Equal(new AccountInfo(world.Ledger.Free(i), world.Ledger.Locked(i)), await scene.AccountOf(scene.Accounts[i]));
        Assert.Equal(world.Ledger.Burnt, await scene.Contract.GetBurntAsync(Scene.Cancel));

        var id = move switch
        {
            Move.Post post => post.Game,
            Move.Pick pick => pick.Game,
            Move.Prove prove => prove.Game,
            Move.PickAndProve last => last.Game,
            Move.CallTime call => call.Game,
            Move.ClaimVoid claim => claim.Game,
            _ => (GameId?)null,
        };
        foreach (var entry in world.Requests.Where(entry => id is null || entry.Id == id.Value.Request))
            await CompareAsync(entry);
        if (id is { } game) await CompareAsync(world, game);
    }

    private async Task CompareAsync(SimulatedRequest entry)
    {
        var found = await scene.Contract.GetRequestAsync(entry.Id, Scene.Cancel);
        Assert.Equal(
            (entry.Status, entry.Since, entry.Attempt, scene.Accounts[entry.Requester].Address),
            (found.Status, found.Since, found.Attempt, found.Requester));
        if (entry.Status is RequestStatus.Posted or RequestStatus.Final)
        {
            Assert.Equal(
                (entry.OpenGames, scene.Accounts[entry.Proposer].Address, entry.Claim!.Length, entry.Claim.Last),
                (found.OpenGames, found.Proposer, found.Steps, found.StateHash));
        }
    }

    private async Task CompareAsync(SimulatedOpml world, GameId id)
    {
        var turn = world.TurnOf(id);
        var found = await scene.Contract.GetGameAsync(id, Scene.Cancel);
        Assert.Equal(turn, found.Turn);
        if (turn is not (Turn.Proposer or Turn.Challenger or Turn.Proof)) return;
        var state = world.Game(id).State;
        Assert.Equal(
            (state.Deadline, state.OtherClock, state.Picks, Commitment.Of(state.Segment, state.Hashes)),
            (found.Deadline, found.OtherClock, found.Picks, found.Commitment));
    }

    private static object?[] Words(Segment segment) => [segment.Index, segment.Size, segment.Agreed, segment.Disputed];

    private static object?[] Words(IReadOnlyList<Ethereum.Hash32> hashes) => [.. hashes.Select(hash => (object)hash)];

    private object?[] OutputWords()
    {
        var proof = OutputProof.Of(scene.FinalMemory.Nodes, (uint)scene.Output.Length);
        return [proof.Tail, Words(proof.Right), Words(proof.Siblings)];
    }
}
