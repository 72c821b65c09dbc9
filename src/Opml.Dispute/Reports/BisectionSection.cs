using System.Xml.Linq;
using Opml.Dispute.Game;
using Opml.Dispute.Sessions;
using static Opml.Dispute.Reports.Html;

namespace Opml.Dispute.Reports;

/// <summary>The bisection, drawn as it narrowed: each round's segment in its parts, the picked one widening into the next round's.</summary>
internal static class BisectionSection
{
    private const double Width = 1000;
    private const double BarHeight = 26;
    private const double FunnelHeight = 26;

    public static XElement? Of(DisputeStory story)
    {
        if (story.Opened is not { } opened) return null;
        var rows = new List<XElement>();
        foreach (DisputeRound round in story.Rounds) rows.Add(Row(round));
        if (story.Rounds.Count > 0) rows.Add(Last(story));
        return Page.Section("How it narrowed",
            $"Each round the proposer posts the states between the parts of what is disputed, {opened.Arity} parts at most, and the challenger picks the first part whose end it does not agree with. A bar is what was disputed in that round, however many steps that is.",
            rows.Count == 0 ? Element("p", "No round was played.") : Element("figure", rows));
    }

    private static XElement Row(DisputeRound round)
    {
        int parts = round.Hashes.Count + 1;
        double Edge(int i) => Width * (round.Segment.Boundary(i, parts) - round.Segment.Index) / round.Segment.Size;
        double left = Edge(round.Choice - 1), right = Edge(round.Choice);
        return Element("div", Class("round"),
            Element("div", Class("row"),
                Element("span", Element("b", $"Round {round.Round}"), $" · {Figures.Count(round.Segment.Size)} steps from {Figures.Count(round.Segment.Index)}"),
                Element("span", Class("num soft"), $"part {round.Choice} of {parts} picked")),
            Chart.Drawing(BarHeight + FunnelHeight, $"Round {round.Round}: part {round.Choice} of {parts} is picked.",
                Enumerable.Range(0, parts).Select(i => Chart.Rectangle(
                    i == round.Choice - 1 ? "picked" : "part", Edge(i) + 1, 0, Math.Max(Edge(i + 1) - Edge(i) - 2, 1), BarHeight,
                    $"part {i + 1}: from step {round.Segment.Boundary(i, parts)} to {round.Segment.Boundary(i + 1, parts)}")),
                Chart.Polygon("funnel", (left + 1, BarHeight), (right - 1, BarHeight), (Width, BarHeight + FunnelHeight), (0, BarHeight + FunnelHeight))));
    }

    private static XElement Last(DisputeStory story)
    {
        Segment part = story.Rounds[^1].Part;
        string what = part.Size == 1
            ? $"One step, from state {Figures.Count(part.Index)} to the next"
            : $"{Figures.Count(part.Size)} steps from {Figures.Count(part.Index)}, when the game ended";
        return Element("div", Class("round"),
            Chart.Drawing(8, what, Chart.Rectangle(part.Size == 1 ? "final" : "picked", 0, 0, Width, 8)),
            Element("div", Class("row"), Element("b", what), Element("span", Class("num soft"), story.Step?.Instruction)));
    }
}
