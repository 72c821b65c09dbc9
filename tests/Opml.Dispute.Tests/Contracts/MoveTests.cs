using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Dispute.Tests.Devnet;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Contracts;

/// <summary>A move fits one position of one game, and its own player; anything else reverts.</summary>
public sealed class MoveTests(DevnetFixture fixture) : IClassFixture<DevnetFixture>
{
    [Fact]
    public async Task Posts_out_of_order_are_refused()
    {
        await using var scene = await Scene.CreateAsync(fixture, 100);
        var game = await OpenAsync(scene);
        var segment = game.State.Segment;
        var hashes = HonestMoves.Post(segment, 4, game.Claim, Scene.Cancel);
        Task Post(OpmlAccount by, Segment at, IReadOnlyList<Hash32> with) => by.PostAsync(game.Id, at, with, Scene.Cancel);

        Assert.Equal("NotPlayer", await Scene.ErrorOf(() => Post(scene.Challenger, segment, hashes)));
        Assert.Equal("WrongHashCount", await Scene.ErrorOf(() => Post(scene.Proposer, segment, [.. hashes.Skip(1)])));
        Assert.Equal("WrongHashCount", await Scene.ErrorOf(() => Post(scene.Proposer, segment, [.. hashes, default])));
        Assert.Equal("WrongHashCount", await Scene.ErrorOf(() => Post(scene.Proposer, segment, [])));
        Assert.Equal("WrongSegment", await Scene.ErrorOf(() => Post(scene.Proposer, segment with { Size = 99 }, hashes)));
        Assert.Equal("WrongSegment", await Scene.ErrorOf(() => Post(scene.Proposer, segment with { Index = 1 }, hashes)));
        Assert.Equal("WrongSegment", await Scene.ErrorOf(() => Post(scene.Proposer, segment with { Agreed = default }, hashes)));
        Assert.Equal("WrongSegment", await Scene.ErrorOf(() => Post(scene.Proposer, segment with { Disputed = default }, hashes)));
        Assert.Equal("WrongTurn", await Scene.ErrorOf(() => scene.Challenger.PickAsync(game.Id, segment, hashes, 0, Scene.Cancel)));
        Assert.Equal("WrongTurn", await Scene.ErrorOf(() => scene.Challenger.ProveAsync(game.Id, segment, game.Witness(segment), default, Scene.Cancel)));

        await game.PostAsync();
        Assert.Equal("WrongTurn", await Scene.ErrorOf(() => Post(scene.Proposer, segment, hashes)));
        await game.PickAsync(1);
        Assert.Equal("WrongSegment", await Scene.ErrorOf(() => Post(scene.Proposer, segment, hashes)));
    }

    [Fact]
    public async Task Picks_out_of_order_are_refused()
    {
        await using var scene = await Scene.CreateAsync(fixture, 100);
        var game = await OpenAsync(scene);
        await game.PostAsync();
        var (segment, hashes) = (game.State.Segment, game.State.Hashes);
        Task Pick(OpmlAccount by, Segment at, IReadOnlyList<Hash32> with, int choice = 0) => by.PickAsync(game.Id, at, with, choice, Scene.Cancel);

        Assert.Equal("NotPlayer", await Scene.ErrorOf(() => Pick(scene.Proposer, segment, hashes)));
        Assert.Equal("NotPlayer", await Scene.ErrorOf(() => Pick(scene.Stranger, segment, hashes)));
        Assert.Equal("NoSuchPart", await Scene.ErrorOf(() => Pick(scene.Challenger, segment, hashes, 4)));
        Assert.Equal("WrongSegment", await Scene.ErrorOf(() => Pick(scene.Challenger, segment, [.. hashes.Reverse()])));
        Assert.Equal("WrongSegment", await Scene.ErrorOf(() => Pick(scene.Challenger, segment, [.. hashes.Take(2)])));
        Assert.Equal("WrongSegment", await Scene.ErrorOf(() => Pick(scene.Challenger, segment with { Index = 5 }, hashes)));
        Assert.Equal("NotOneStep", await Scene.ErrorOf(() => scene.Challenger.PickAndProveAsync(
            game.Id, segment, hashes, 0, scene.Truth.WitnessAt(0), default, Scene.Cancel)));

        await game.PickAsync(1);
        Assert.Equal("WrongTurn", await Scene.ErrorOf(() => Pick(scene.Challenger, segment, hashes, 1)));
    }

    [Fact]
    public async Task Proofs_of_another_state_are_refused()
    {
        await using var scene = await Scene.CreateAsync(fixture, 4);
        var game = await OpenAsync(scene);
        await game.PostAsync();
        await game.PickAsync(2);
        var segment = game.State.Segment;
        var witness = scene.Truth.WitnessAt(2);
        byte[] otherStatus = [.. witness];
        otherStatus[52] = 0;
        Task Prove(byte[] with, Segment? at = null, byte[]? proof = null) =>
            scene.Stranger.ProveAsync(game.Id, at ?? segment, with, proof ?? [], Scene.Cancel);

        Assert.Equal("WrongWitness", await Scene.ErrorOf(() => Prove(scene.Truth.WitnessAt(1))));
        Assert.Equal("WrongWitness", await Scene.ErrorOf(() => Prove(otherStatus)));
        Assert.Equal("WitnessLength", await Scene.ErrorOf(() => Prove(witness[..189])));
        Assert.Equal("WitnessLength", await Scene.ErrorOf(() => Prove([.. witness, 0])));
        Assert.Equal("WrongSegment", await Scene.ErrorOf(() => Prove(witness, segment with { Index = 1 })));
        Assert.Equal("WrongSegment", await Scene.ErrorOf(() => Prove(witness, segment with { Disputed = scene.Truth.StateAt(3) })));
        Assert.Equal("ProofNotEmpty", await Scene.ErrorOf(() => Prove(witness, proof: [1])));
        await game.ProveAsync();
        Assert.Equal("WrongTurn", await Scene.ErrorOf(() => Prove(witness)));
    }

    [Fact]
    public async Task Moves_in_a_game_that_is_not_there_are_refused()
    {
        await using var scene = await Scene.CreateAsync(fixture, 4);
        var game = await OpenAsync(scene);
        var none = game.Id with { Number = 2 };
        Assert.Equal(Turn.None, (await scene.Contract.GetGameAsync(none, Scene.Cancel)).Turn);
        Assert.Equal("WrongTurn", await Scene.ErrorOf(() => scene.Proposer.PostAsync(none, game.State.Segment, [], Scene.Cancel)));
        Assert.Equal("WrongTurn", await Scene.ErrorOf(() => scene.Proposer.CallTimeAsync(none, Scene.Cancel)));
        Assert.Equal("NotVoid", await Scene.ErrorOf(() => scene.Proposer.ClaimVoidAsync(none, Scene.Cancel)));
        Assert.Equal("NotVoid", await Scene.ErrorOf(() => scene.Proposer.ClaimVoidAsync(game.Id, Scene.Cancel)));
    }

    [Fact]
    public async Task A_challenge_names_the_live_result_and_comes_inside_its_window()
    {
        await using var scene = await Scene.CreateAsync(fixture, 4);
        await scene.RequestAsync();
        Task Challenge(Hash32 hash, int wei = 0) => scene.Challenger.ChallengeAsync(scene.RequestId, hash, scene.Model.ChallengerBond + wei, Scene.Cancel);

        Assert.Equal("WrongRequestStatus", await Scene.ErrorOf(() => Challenge(scene.Truth.Last)));
        var posted = await scene.TimeOfAsync(await scene.PostAsync());
        Assert.Equal("WrongResult", await Scene.ErrorOf(() => Challenge(scene.Truth.StateAt(1))));
        Assert.Equal("WrongPayment", await Scene.ErrorOf(() => Challenge(scene.Truth.Last, 1)));
        Assert.Equal("WrongPayment", await Scene.ErrorOf(() => Challenge(scene.Truth.Last, -1)));
        await scene.NextBlockAtAsync(posted + scene.Model.ChallengeWindow);
        Assert.Equal("WindowClosed", await Scene.ErrorOf(() => Challenge(scene.Truth.Last)));
    }

    [Fact]
    public async Task A_step_that_runs_out_of_gas_decides_nothing()
    {
        await using var scene = await Scene.CreateAsync(fixture, 4);
        var game = await OpenAsync(scene);
        await game.PostAsync();
        await game.PickAsync(2);
        var segment = game.State.Segment;
        object?[] arguments =
        [
            game.Id.Value, new object[] { segment.Index, segment.Size, segment.Agreed, segment.Disputed },
            game.Witness(segment), Array.Empty<byte>(),
        ];
        var refused = 0;
        for (ulong gas = 36_000; ; gas += 3_000)
        {
            var request = scene.Contract.Request("prove", arguments, 0) with { GasLimit = gas };
            var error = await Scene.ErrorOf(() => scene.Senders[5].SendAsync(request, Scene.Cancel));
            var turn = (await scene.Contract.GetGameAsync(game.Id, Scene.Cancel)).Turn;
            if (error is null)
            {
                Assert.Equal(Turn.ChallengerWon, turn);
                break;
            }

            Assert.Equal(Turn.Proof, turn);
            refused++;
        }

        Assert.InRange(refused, 10, 100);
    }

    private static async Task<GameDriver> OpenAsync(Scene scene)
    {
        await scene.RequestAsync();
        var claim = scene.Truth with { RegisterFaultAt = 3 };
        await scene.PostAsync(claim);
        return await scene.ChallengeAsync(claim);
    }
}
