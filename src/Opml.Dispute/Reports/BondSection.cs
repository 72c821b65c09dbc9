using System.Numerics;
using System.Xml.Linq;
using Opml.Dispute.Sessions;
using static Opml.Dispute.Reports.Html;

namespace Opml.Dispute.Reports;

/// <summary>What was staked, from event to event, and where the lost bond went.</summary>
internal static class BondSection
{
    private const double Height = 110;

    public static XElement? Of(DisputeStory story)
    {
        if (story.Model is not { } model) return null;
        var proposer = new List<BigInteger>();
        var challenger = new List<BigInteger>();
        var names = new List<string>();
        BigInteger first = 0, second = 0;
        foreach (DisputeEvent happened in story.Events.SkipWhile(happened => happened is not PostedResult))
        {
            if (happened is ArbitratedStep) continue; // it ends the game: the outcome tells of the bonds
            if (happened is PostedResult) first = model.ProposerBond;
            if (happened is OpenedChallenge) second = model.ChallengerBond;
            if (happened is FinalResult) first = 0;
            if (happened is DisputeOutcome outcome)
            {
                second = 0;
                if (outcome.WinnerRole is null or "Challenger") first = 0;
            }
            proposer.Add(first);
            challenger.Add(second);
            names.Add(happened is DisputeRound round ? $"round {round.Round}" : $"{happened.Stage}".ToLowerInvariant());
        }

        BigInteger most = BigInteger.Max(model.ProposerBond, model.ChallengerBond);
        double Part(BigInteger wei) => most.IsZero ? 0 : (double)wei / (double)most;
        return Page.Section("The bonds",
            $"A result is posted with {Figures.Ether(model.ProposerBond)}, a game opened with {Figures.Ether(model.ChallengerBond)}. A column is an event, in their order.",
            Element("div", Class("legend"), Element("span", Class("proposer"), "the proposer's bond"), Element("span", Class("challenger"), "the challenger's bond")),
            Element("figure",
                Element("div", Class("axis"), Element("span", Figures.Ether(most))),
                Chart.Drawing(Height, "What was staked after each event.",
                    Chart.Across(2), Chart.Across(Height - 2),
                    Chart.Steps("proposer", [.. proposer.Select(Part)], Height),
                    Chart.Steps("challenger", [.. challenger.Select(Part)], Height)),
                Element("div", Class("axis"), Element("span", names[0]), Element("span", names[^1]))),
            story.Outcome is { Loser: { } loser } end ? Settlement(story, end, loser) : null);
    }

    private static IEnumerable<XElement> Settlement(DisputeStory story, DisputeOutcome outcome, Ethereum.Address loser)
    {
        yield return Element("h3", "Where the lost bond went");
        BigInteger rest = outcome.LostBond - outcome.Burnt - outcome.Reward;
        yield return Page.Table(["To", "#Amount", "#Share"],
        [
            ["burnt, so that lying stays dear for one who plays both sides", Figures.Ether(outcome.Burnt), Share(outcome.Burnt, outcome.LostBond)],
            [$"the winner, {outcome.Winner}", Figures.Ether(outcome.Reward), Share(outcome.Reward, outcome.LostBond)],
            .. rest.IsZero ? Array.Empty<object?[]>() : [["held back for the moves of games that became void", Figures.Ether(rest), Share(rest, outcome.LostBond)]],
        ]);
        yield return Element("p", Class("soft"), $"The bond was that of the {story.RoleOf(loser)}, {loser}.");
    }

    private static string Share(BigInteger part, BigInteger whole) => whole.IsZero ? "" : Figures.Percent((double)part / (double)whole);
}
