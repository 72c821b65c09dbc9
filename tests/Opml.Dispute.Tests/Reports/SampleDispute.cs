using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Dispute.Sessions;
using Opml.Ethereum;
using Opml.Mips.Insight;
using Opml.Mips.Insight.Comparison;
using Opml.Mips.State;

namespace Opml.Dispute.Tests.Reports;

/// <summary>A dispute's stages as a session tells them, with texts of one's choice where guests and strangers have their say.</summary>
internal static class SampleDispute
{
    public static readonly Address Proposer = Account(1);
    public static readonly Address Challenger = Account(2);

    private static readonly DateTimeOffset s_start = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    public static IReadOnlyList<DisputeEvent> Stages(string text = "main.main", byte[]? output = null, bool onTime = false)
    {
        Terms terms = Terms.Sized(1UL << 32, 1_000_000_000);
        Model model = Model.Create(Hash(1), Hash(2), Hash(3), terms);
        var deployment = new OpmlDeployment { RpcUrl = new Uri("http://127.0.0.1:8545"), ChainId = 31337, Contract = Account(7), Machine = Account(8), Block = 1 };
        var game = new GameId(1, 1, 1);
        var events = new List<DisputeEvent>
        {
            Mined(deployment, 0, Account(3)) with { Gas = 5_000_000 },
            Mined(new RegisteredModel { Deployment = deployment, ModelId = model.Id(), Registration = model }, 2, Account(3)) with { Gas = 234_000 },
            Mined(new InferenceRequest { Deployment = deployment, RequestId = 1, ModelId = model.Id(), Requester = Account(3), InputLength = 784, StartState = Hash(4), Fee = 0 }, 4, Account(3)) with { Gas = 172_000 },
            Mined(new PostedResult { Deployment = deployment, RequestId = 1, Attempt = 1, Proposer = Proposer, Steps = 1_212_547, Status = MachineStatus.Succeeded, StateHash = Hash(5), Output = output ?? [0, 0, 0, 3] }, 6, Proposer) with { Gas = 146_000 },
            Mined(new OpenedChallenge { Deployment = deployment, Game = game, Challenger = Challenger, Steps = 1_212_547, Arity = 16, MaxRounds = 6 }, 60, Challenger) with { Gas = 114_000 },
        };
        var segment = new Segment(0, 1_212_547, Hash(4), Hash(5));
        int time = 60;
        for (int round = 1; segment.Size > 1 && !(onTime && round == 3); round++)
        {
            int parts = segment.Parts(16);
            Hash32[] hashes = [.. Enumerable.Range(1, parts - 1).Select(i => Hash(round * 100 + i))];
            int choice = (round * 5) % parts;
            Segment part = segment.Pick(hashes, choice);
            time += 700;
            events.Add(new DisputeRound
            {
                Deployment = deployment,
                Game = game,
                Round = round,
                Segment = segment,
                Hashes = hashes,
                Choice = choice + 1,
                Part = part,
                ProposerGas = 54_000,
                ChallengerGas = 51_000,
                Gas = 105_000,
                Transactions = [Hash(time), Hash(time + 1)],
                Mined = [Transaction(time, Proposer), Transaction(time + 1, Challenger)],
            });
            segment = part;
        }
        ArbitratedStep? step = onTime ? null : Mined(new ArbitratedStep
        {
            Deployment = deployment,
            Game = game,
            Step = segment.Index,
            Agreed = segment.Agreed,
            Disputed = segment.Disputed,
            Proven = Hash(9),
            Pc = 0x11000,
            Word = 0x24420001,
            Instruction = "addiu v0,v0,1",
            Symbol = text,
            Context = [.. Enumerable.Range(-3, 7).Select(i => new DisassemblyLine { Address = (uint)(0x11000 + 4 * i), Word = 0x24420001, Text = "addiu v0,v0,1", Location = text, IsCurrent = i == 0 })],
            Executed = Effect(text, 8),
            Claimed = Effect(text, 9),
        }, time + 900, Challenger) with
        { Gas = 96_000 };
        if (step is not null) events.Add(step);
        BigInteger bond = terms.ProposerBond;
        events.Add(Mined(new DisputeOutcome
        {
            Deployment = deployment,
            RequestId = 1,
            Game = game,
            WinnerRole = "Challenger",
            Winner = Challenger,
            Loser = Proposer,
            OnTime = onTime,
            Step = step,
            Rounds = 6,
            LostBond = bond,
            Burnt = bond - bond / 2,
            Reward = bond / 2,
            GasByStage = new Dictionary<DisputeStage, ulong>(),
            TimeByStage = new Dictionary<DisputeStage, TimeSpan>(),
        }, time + (onTime ? 3600 : 900), Challenger));
        return events;
    }

    private static StepEffect Effect(string text, uint after) => new()
    {
        Pc = 0x11000,
        Location = text,
        Function = text,
        Instruction = "addiu v0,v0,1",
        Read = [new MachineRegister("v0", 7, text)],
        Wrote = [new StateChange("v0", 7, after)],
    };

    private static T Mined<T>(T happened, int second, Address from)
        where T : DisputeEvent => happened with { Transactions = [Hash(second)], Mined = [Transaction(second, from)] };

    private static MinedTransaction Transaction(int second, Address from) =>
        new(Hash(second), from, (ulong)second / 12, s_start.AddSeconds(second), 50_000, 50_000_000_000_000);

    private static Address Account(byte number) => new([.. Enumerable.Repeat((byte)0, 19), number]);

    private static Hash32 Hash(int number) => Keccak256.Hash(BitConverter.GetBytes(number));
}
