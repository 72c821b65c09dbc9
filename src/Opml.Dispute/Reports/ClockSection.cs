using System.Xml.Linq;
using static Opml.Dispute.Reports.Html;

namespace Opml.Dispute.Reports;

/// <summary>Both chess clocks, from move to move.</summary>
internal static class ClockSection
{
    private const double Height = 150;

    public static XElement? Of(DisputeStory story)
    {
        if (ClockHistory.Of(story) is not { } history) return null;
        double Part(TimeSpan left) => history.Clock > TimeSpan.Zero ? left / history.Clock : 0;
        ClockHistory.Move last = history.Moves[^1];
        return Page.Section("The clocks",
            $"Each side had {Figures.Period(history.Clock)} for all of its moves. A column is a move, in their order; a line is what that side's clock had left after it.",
            Element("div", Class("legend"),
                Legend("proposer", last.Proposer, history.Clock), Legend("challenger", last.Challenger, history.Clock)),
            Element("figure",
                Element("div", Class("axis"), Element("span", Figures.Period(history.Clock))),
                Chart.Drawing(Height, "What both clocks had left after each move.",
                    Chart.Across(2), Chart.Across(Height / 2), Chart.Across(Height - 2),
                    Chart.Steps("proposer", [.. history.Moves.Select(move => Part(move.Proposer))], Height),
                    Chart.Steps("challenger", [.. history.Moves.Select(move => Part(move.Challenger))], Height)),
                Element("div", Class("axis"), Element("span", $"{history.Moves[0].Name}, {Figures.Time(history.Moves[0].Time)}"), Element("span", $"{last.Name}, {Figures.Period(last.Time - history.Moves[0].Time)} later"))));
    }

    private static XElement Legend(string side, TimeSpan left, TimeSpan clock) =>
        Element("span", Class(side), $"{side}, {Figures.Period(left)} left", Element("i", $" of {Figures.Period(clock)}"));
}
