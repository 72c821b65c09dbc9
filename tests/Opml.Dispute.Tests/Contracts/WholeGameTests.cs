using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Dispute.Tests.Devnet;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Contracts;

/// <summary>Whole games on the chain, against the rules in Game/ move by move.</summary>
public sealed class WholeGameTests(DevnetFixture fixture) : IClassFixture<DevnetFixture>
{
    public enum Lie
    {
        Register,
        Memory,
        StepCount,
        Status,
    }

    [Theory]
    [InlineData(13, 4, Lie.Register, 1, true)]
    [InlineData(13, 4, Lie.Register, 7, false)]
    [InlineData(13, 4, Lie.Register, 13, true)]
    [InlineData(13, 4, Lie.Memory, 1, false)]
    [InlineData(13, 4, Lie.Memory, 6, true)]
    [InlineData(13, 4, Lie.StepCount, 14, true)]
    [InlineData(13, 4, Lie.StepCount, 31, false)]
    [InlineData(13, 4, Lie.StepCount, 12, true)]
    [InlineData(13, 4, Lie.StepCount, 1, true)]
    [InlineData(13, 4, Lie.Status, 13, true)]
    [InlineData(100, 2, Lie.Register, 50, false)]
    [InlineData(100, 16, Lie.Register, 100, true)]
    [InlineData(65, 64, Lie.Register, 65, true)]
    [InlineData(2, 2, Lie.Register, 2, true)]
    [InlineData(1, 2, Lie.Register, 1, true)]
    [InlineData(1, 2, Lie.StepCount, 2, true)]
    public async Task A_lie_is_struck_out(int steps, int arity, Lie lie, int at, bool inOne)
    {
        await using var scene = await Scene.CreateAsync(fixture, (ulong)steps, arity);
        await scene.RequestAsync();
        var claim = lie switch
        {
            Lie.Register => scene.Truth with { RegisterFaultAt = (ulong)at },
            Lie.Memory => scene.Truth with { MemoryFaultAt = (ulong)at, FinalStatus = 1 },
            Lie.StepCount => scene.Truth with { Length = (ulong)at },
            _ => scene.Truth with { FinalStatus = 2 },
        };
        await scene.PostAsync(claim);
        var game = await scene.ChallengeAsync(claim);

        Assert.Equal(Turn.ChallengerWon, await game.PlayAsync(scene.Truth, inOne));

        var split = Settlement.OfProposer(scene.Terms, 0);
        Assert.Equal(new AccountInfo(scene.Model.ChallengerBond + split.Reward, 0), await scene.AccountOf(scene.Challenger));
        Assert.Equal(new AccountInfo(0, 0), await scene.AccountOf(scene.Proposer));
        Assert.Equal(split.Burnt, await scene.Contract.GetBurntAsync(Scene.Cancel));
        Assert.Equal(RequestStatus.Open, (await scene.RequestInfoAsync()).Status);
    }

    [Theory]
    [InlineData(13, 4, 0, true)]
    [InlineData(13, 4, 1, false)]
    [InlineData(13, 4, 99, true)]
    [InlineData(100, 2, 0, false)]
    [InlineData(100, 16, 99, true)]
    [InlineData(1, 16, 0, true)]
    public async Task A_false_challenge_costs_its_bond(int steps, int arity, int choice, bool inOne)
    {
        await using var scene = await Scene.CreateAsync(fixture, (ulong)steps, arity);
        await scene.RequestAsync();
        await scene.PostAsync();
        var game = await scene.ChallengeAsync(scene.Truth);

        var outcome = await game.PlayAsync(scene.Truth, inOne, (_, hashes) => Math.Min(choice, hashes.Count));

        var split = Settlement.OfChallenger(scene.Terms);
        Assert.Equal(Turn.ProposerWon, outcome);
        Assert.Equal(new AccountInfo(0, 0), await scene.AccountOf(scene.Challenger));
        Assert.Equal(new AccountInfo(split.Reward, scene.Model.ProposerBond), await scene.AccountOf(scene.Proposer));
        Assert.Equal(split.Burnt, await scene.Contract.GetBurntAsync(Scene.Cancel));
        Assert.Equal((RequestStatus.Posted, 0), ((await scene.RequestInfoAsync()).Status, (await scene.RequestInfoAsync()).OpenGames));
    }

    [Theory]
    [InlineData(1UL << 63, 64, 1UL << 63)]
    [InlineData(1UL << 63, 32, 1UL)]
    [InlineData(ulong.MaxValue, 16, 0x8000000000000001UL)]
    public async Task A_run_of_any_length_comes_down_to_its_wrong_step(ulong steps, int arity, ulong fault)
    {
        await using var scene = await Scene.CreateAsync(fixture, steps, arity);
        await scene.RequestAsync();
        var claim = scene.Truth with { RegisterFaultAt = fault };
        await scene.PostAsync(claim);
        var game = await scene.ChallengeAsync(claim);

        Assert.Equal(Turn.ChallengerWon, await game.PlayAsync(scene.Truth));
        Assert.Equal((fault - 1, 1UL), (game.State.Segment.Index, game.State.Segment.Size));
    }

    [Fact]
    public async Task Garbage_hashes_lose()
    {
        await using var scene = await Scene.CreateAsync(fixture, 40, 5);
        await scene.RequestAsync();
        var claim = scene.Truth with { RegisterFaultAt = 1 };
        await scene.PostAsync(claim);
        var game = await scene.ChallengeAsync(claim);
        while (game.State.Turn == Turn.Proposer)
        {
            await game.PostAsync([.. game.State.Segment.Positions(5).Select(position => Keccak256.Hash([(byte)position]))]);
            await game.PickAsync(HonestMoves.Pick(game.State.Segment, game.State.Hashes, scene.Truth, Scene.Cancel));
        }

        await game.ProveAsync();
        Assert.Equal(Turn.ChallengerWon, game.State.Turn);
    }

    [Fact]
    public async Task Anyone_may_send_the_proof_and_the_players_have_the_bonds()
    {
        await using var scene = await Scene.CreateAsync(fixture);
        await scene.RequestAsync();
        var claim = scene.Truth with { RegisterFaultAt = 5 };
        await scene.PostAsync(claim);
        var game = await scene.ChallengeAsync(claim);

        await game.PlayAsync(scene.Truth, inOne: false, prover: scene.Stranger);

        Assert.Equal(new AccountInfo(0, 0), await scene.AccountOf(scene.Stranger));
        Assert.True((await scene.AccountOf(scene.Challenger)).Free > scene.Model.ChallengerBond);
    }

    [Fact]
    public async Task One_who_plays_all_sides_only_loses()
    {
        await using var scene = await Scene.CreateAsync(fixture);
        var one = scene.Proposer;
        var id = (await one.RequestAsync(scene.Model.Id(), Scene.Input, scene.Model.Fee, Scene.Cancel)).Value;
        Assert.Equal(1UL, id);
        await scene.RequestAsync();
        var claim = scene.Truth with { RegisterFaultAt = 5 };
        await scene.PostAsync(claim);
        var game = await scene.ChallengeAsync(claim, one);

        await game.PlayAsync(scene.Truth);

        var spent = scene.Model.ProposerBond + scene.Model.ChallengerBond;
        var has = await scene.AccountOf(one);
        Assert.Equal((spent - Settlement.OfProposer(scene.Terms, 0).Burnt, scene.Model.Fee), (has.Free, has.Locked));
    }
}
