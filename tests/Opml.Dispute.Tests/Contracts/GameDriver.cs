using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Game;
using Opml.Ethereum;
using Opml.Ethereum.Abi;

namespace Opml.Dispute.Tests.Contracts;

/// <summary>Plays a game on the chain and by the rules in Game/ side by side; they must agree after every move.</summary>
public sealed class GameDriver
{
    private readonly Scene _scene;

    private GameDriver(Scene scene, GameId id, ToyRun claim, OpmlAccount challenger, GameState state)
    {
        _scene = scene;
        Id = id;
        Claim = claim;
        Challenger = challenger;
        State = state;
    }

    public GameId Id { get; }

    /// <summary>The run that the proposer posted.</summary>
    public ToyRun Claim { get; }

    public OpmlAccount Challenger { get; }

    public GameState State { get; private set; }

    public List<(string Move, ulong Gas)> Gas { get; } = [];

    public static async Task<GameDriver> OpenedAsync(
        Scene scene, GameId id, ToyRun claim, OpmlAccount challenger, TransactionReceipt receipt)
    {
        var terms = scene.Terms;
        var state = GameState.Open(
            scene.Truth.StateAt(0), claim.Last, claim.Length, terms.Arity, terms.Clock, await scene.TimeOfAsync(receipt));
        var driver = new GameDriver(scene, id, claim, challenger, state);
        Assert.Equal(state.Segment, Assert.Single(scene.Contract.ReadEvents(receipt).OfType<GameOpened>()).Segment);
        await driver.AgreeAsync("challenge", receipt, state);
        return driver;
    }

    /// <summary>Plays on to the end: the proposer from its claim; the challenger from its trace, or as told.</summary>
    public async Task<Turn> PlayAsync(
        ITrace challenger, bool inOne = true, Func<Segment, IReadOnlyList<Hash32>, int>? pick = null, OpmlAccount? prover = null)
    {
        pick ??= (segment, hashes) => HonestMoves.Pick(segment, hashes, challenger, Scene.Cancel);
        while (State.IsOpen)
        {
            if (State.Turn == Turn.Proposer)
            {
                await PostAsync();
            }
            else if (State.Turn == Turn.Proof)
            {
                await ProveAsync(prover);
            }
            else
            {
                var choice = pick(State.Segment, State.Hashes);
                if (inOne && State.Segment.Pick(State.Hashes, choice).Size == 1)
                    await PickAndProveAsync(choice);
                else
                    await PickAsync(choice);
            }
        }

        return State.Turn;
    }

    public Task PostAsync() => PostAsync(HonestMoves.Post(State.Segment, State.Arity, Claim, Scene.Cancel));

    public async Task PostAsync(IReadOnlyList<Hash32> hashes)
    {
        var receipt = await _scene.Proposer.PostAsync(Id, State.Segment, hashes, Scene.Cancel);
        var posted = Assert.Single(_scene.Contract.ReadEvents(receipt).OfType<HashesPosted>());
        Assert.Equal((Id, State.Segment), (posted.Game, posted.Segment));
        Assert.Equal(hashes, posted.Hashes);
        await AgreeAsync("post", receipt, State.Post(hashes, await _scene.TimeOfAsync(receipt)));
    }

    public async Task PickAsync(int choice)
    {
        var receipt = await Challenger.PickAsync(Id, State.Segment, State.Hashes, choice, Scene.Cancel);
        var next = State.Pick(choice, await _scene.TimeOfAsync(receipt));
        Assert.Equal(next.Segment, Assert.Single(_scene.Contract.ReadEvents(receipt).OfType<PartPicked>()).Segment);
        await AgreeAsync("pick", receipt, next);
    }

    public async Task ProveAsync(OpmlAccount? by = null)
    {
        var receipt = await (by ?? Challenger).ProveAsync(Id, State.Segment, Witness(State.Segment), default, Scene.Cancel);
        await AgreeAsync("prove", receipt, State.Prove(Step(State.Segment), await _scene.TimeOfAsync(receipt)));
    }

    public async Task PickAndProveAsync(int choice)
    {
        var part = State.Segment.Pick(State.Hashes, choice);
        var receipt = await Challenger.PickAndProveAsync(
            Id, State.Segment, State.Hashes, choice, Witness(part), default, Scene.Cancel);
        var now = await _scene.TimeOfAsync(receipt);
        Assert.Equal(part, Assert.Single(_scene.Contract.ReadEvents(receipt).OfType<StepProven>()).Segment);
        await AgreeAsync("pickAndProve", receipt, State.Pick(choice, now).Prove(Step(part), now));
    }

    public async Task CallTimeAsync(OpmlAccount by)
    {
        var receipt = await by.CallTimeAsync(Id, Scene.Cancel);
        await AgreeAsync("callTime", receipt, State.CallTime(await _scene.TimeOfAsync(receipt)));
    }

    /// <summary>The witness of an agreed state: whichever side the hash is from has it.</summary>
    public byte[] Witness(Segment segment)
    {
        var mine = _scene.Truth.WitnessAt(segment.Index);
        return ToyRun.HashOf(mine) == segment.Agreed ? mine : Claim.WitnessAt(segment.Index);
    }

    /// <summary>What the toy machine makes of the agreed state, whoever's it is.</summary>
    private Hash32 Step(Segment segment)
    {
        var honest = _scene.Truth.StateAt(segment.Index) == segment.Agreed;
        Assert.True(honest, "The agreed state is the truth's in every game that these tests play.");
        return _scene.Truth.StateAt(segment.Index + 1);
    }

    private async Task AgreeAsync(string move, TransactionReceipt receipt, GameState expected)
    {
        Gas.Add((move, receipt.GasUsed));
        State = expected;
        var chain = await _scene.Contract.GetGameStateAsync(Id, 0, Scene.Cancel);
        Assert.Equal((expected.Turn, expected.Picks), (chain.Turn, chain.Picks));
        if (!expected.IsOpen)
        {
            var ended = Assert.Single(_scene.Contract.ReadEvents(receipt).OfType<GameEnded>());
            Assert.Equal(expected.Turn == Turn.ChallengerWon, ended.Winner == Challenger.Address);
            Assert.Equal(expected.OnTime, ended.OnTime);
            return;
        }

        Assert.Equal(
            (expected.Segment, expected.Deadline, expected.OtherClock, expected.Arity),
            (chain.Segment, chain.Deadline, chain.OtherClock, chain.Arity));
        Assert.Equal(expected.Hashes, chain.Hashes);
    }
}
