using System.Globalization;
using System.Numerics;
using System.Xml.Linq;
using Opml.Dispute.Sessions;
using static Opml.Dispute.Reports.Html;

namespace Opml.Dispute.Reports;

/// <summary>A dispute as a page: who won and why, how it narrowed, clocks, bonds, gas, the step, the transactions.</summary>
internal static class DisputePage
{
    public static string Write(IEnumerable<DisputeEvent> events)
    {
        var story = new DisputeStory(events);
        return Page.Write(
            $"Dispute over request {story.Result.RequestId}",
            Header(story),
            Claim(story),
            BisectionSection.Of(story),
            StepSection.Of(story),
            ClockSection.Of(story),
            BondSection.Of(story),
            Gas(story),
            Transactions(story));
    }

    private static XElement Header(DisputeStory story)
    {
        DisputeOutcome? outcome = story.Outcome;
        string game = outcome?.Game is { } id ? $", game {id}" : story.Opened is { } opened ? $", game {opened.Game}" : "";
        return Element("header",
            Element("p", Class("over"), $"Opml dispute report · request {story.Result.RequestId}{game}"),
            Element("h1", Verdict(story)),
            Element("p", Class("lead"), Reason(story)),
            Page.Facts(
                ("Steps disputed", story.Opened is { } game2 ? Figures.Count(game2.Steps) : Figures.Count(story.Result.Steps)),
                ("Rounds", story.Rounds.Count.ToString(CultureInfo.InvariantCulture)),
                ("Gas, all phases", Figures.Count(story.Gas)),
                ("Bond lost", outcome?.Loser is null ? "none" : Figures.Ether(outcome.LostBond)),
                ("Decided by", outcome is null ? "not yet" : outcome.Winner is null ? "nobody disputed" : outcome.OnTime ? "the clock" : "one instruction")));
    }

    private static string Verdict(DisputeStory story) => story.Outcome switch
    {
        { Winner: null } => "Nobody challenged the result",
        { WinnerRole: "Challenger" } => "The challenger wins: the posted result was false",
        { OnTime: true } => "The proposer wins on time: the result stands",
        { } => "The proposer wins: the result was right",
        null => story.Opened is null ? "A result, not challenged so far" : "A dispute that is not decided yet",
    };

    private static string Reason(DisputeStory story) => story.Outcome switch
    {
        { Winner: null } => $"The window closed without a game, and the result of {Figures.Count(story.Result.Steps)} steps is final.",
        { OnTime: true, WinnerRole: "Challenger" } => "The proposer let its clock run out. Whoever does not answer loses, and the result is struck out.",
        { OnTime: true } => "The challenger let its clock run out. Whoever does not answer loses.",
        { WinnerRole: "Challenger" } when story.Step is { } step =>
            $"Of {Figures.Count(story.Opened?.Steps ?? story.Result.Steps)} steps both sides agreed on the first {Figures.Count(step.Step)}. The contract executed the next one, {Place(step)}, and came to another state than the proposer had claimed.",
        { } when story.Step is { } step =>
            $"The contract executed step {Figures.Count(step.Step)}, {Place(step)}, and came to the very state that the proposer had claimed.",
        _ => story.Events[^1].Summary,
    };

    private static string Place(ArbitratedStep step) => step.Instruction is null
        ? "which lies past the end of the run"
        : step.Symbol is null ? step.Instruction : $"{step.Instruction} in {step.Symbol}";

    private static XElement Claim(DisputeStory story)
    {
        PostedResult result = story.Result;
        return Page.Section("What was claimed", null, Page.List(
            ("Result", $"{result.Status} after {Figures.Count(result.Steps)} steps"),
            ("Output", OutputText.Of(result.Output)),
            ("Last state", result.StateHash.ToString()),
            ("Proposer", result.Proposer.ToString()),
            ("Challenger", story.Opened?.Challenger.ToString()),
            ("Requester", story.Request?.Requester.ToString()),
            ("Input", story.Request is { } request ? $"{Figures.Count(request.InputLength)} bytes" : null),
            ("Start state", story.Request?.StartState.ToString()),
            ("Model", story.ModelId),
            ("Contract", $"{story.Deployment.Contract} on chain {story.Deployment.ChainId}")));
    }

    private static XElement Gas(DisputeStory story)
    {
        (string Name, double Value, string Figure)[] phases =
        [
            .. from happened in story.Events
               group happened.Gas by happened.Stage into phase
               let gas = phase.Aggregate(0UL, (sum, one) => sum + one)
               where gas > 0
               orderby phase.Key
               select ($"{phase.Key}", (double)gas, Figures.Count(gas)),
        ];
        if (phases.Length == 0) return Page.Section("Gas by phase", "No transaction of these stages cost gas.");
        BigInteger game = story.Events.Where(happened => happened is OpenedChallenge or DisputeRound or ArbitratedStep or DisputeOutcome)
            .Aggregate(BigInteger.Zero, (sum, happened) => sum + happened.Gas);
        ulong post = story.Rounds.Aggregate(0UL, (sum, round) => sum + round.ProposerGas), pick = story.Rounds.Aggregate(0UL, (sum, round) => sum + round.ChallengerGas);
        return Page.Section("Gas by phase",
            $"The game itself, from its opening to its end, took {Figures.Count(game)} gas, the rounds {Figures.Count(post)} of the proposer's and {Figures.Count(pick)} of the challenger's.",
            Chart.Bars(phases));
    }

    private static XElement Transactions(DisputeStory story)
    {
        (DisputeStage Stage, string Hash, MinedTransaction? Mined)[] all = [.. story.Transactions];
        return Page.Section("Transactions", $"{all.Length} in the order in which they were mined.", Page.Table(
            ["Stage", "Transaction", "By", "Block", "Time", "#Gas", "#Fee"],
            all.Select(one => new object?[]
            {
                $"{one.Stage}",
                Element("code", Class("hash"), one.Hash),
                one.Mined is { } mined ? By(story, mined) : null,
                one.Mined is { } inBlock ? Figures.Count(inBlock.Block) : null,
                one.Mined is { } at ? Figures.Time(at.Time) : null,
                one.Mined is { } paid ? Figures.Count(paid.Gas) : null,
                one.Mined is { } fee ? Figures.Ether(fee.Fee) : null,
            })));
    }

    private static XElement By(DisputeStory story, MinedTransaction mined)
    {
        string role = story.RoleOf(mined.From);
        return Element("span", Class(role.Length == 0 ? "soft" : role), role.Length == 0 ? Figures.Short(mined.From) : role);
    }
}
