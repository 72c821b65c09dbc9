using System.Xml.Linq;
using Opml.Dispute.Sessions;
using Opml.Mips.Insight;
using Opml.Mips.Insight.Comparison;
using static Opml.Dispute.Reports.Html;

namespace Opml.Dispute.Reports;

/// <summary>The disputed instruction in its context, with what each side has it do.</summary>
internal static class StepSection
{
    public static XElement? Of(DisputeStory story)
    {
        if (story.Step is not { } step) return null;
        bool proposerWasRight = step.Disputed == step.Proven;
        return Page.Section("The disputed instruction",
            step.Instruction is null
                ? "The program or its input were not at hand, or the run had ended before: the step is known by its hashes alone."
                : $"Step {Figures.Count(step.Step)}{(step.Symbol is null ? "" : $", in {step.Symbol}")}. The marked line is what the contract executed.",
            step.Context.Count == 0 ? null : Code(step.Context),
            Element("h3", "What it does"),
            step.Executed is null ? null : Values(step),
            Element("h3", "The states"),
            Page.Table(["State", "By", "Hash"],
            [
                ["before the step", "both sides", Element("code", Class("hash"), step.Agreed.ToString())],
                ["after the step", Element("span", Class("proposer"), "the proposer's claim"), Element("code", Class(proposerWasRight ? "hash" : "hash bad"), step.Disputed.ToString())],
                ["after the step", Element("span", Class("good"), "the contract"), Element("code", Class("hash good"), step.Proven.ToString())],
            ]));
    }

    /// <summary>A listing with one line marked.</summary>
    public static XElement Code(IReadOnlyList<DisassemblyLine> lines)
    {
        int width = lines.Max(line => line.Text.Length);
        return Element("pre", lines.Select(line => Element("span",
            line.IsCurrent ? Class("now") : null,
            $"{line.Address:x8}  {line.Word:x8}  {line.Text.PadRight(width)}  {line.Location}".TrimEnd())));
    }

    private static IEnumerable<XElement> Values(ArbitratedStep step)
    {
        StepEffect executed = step.Executed!;
        if (executed.Read.Count > 0)
            yield return Element("p", Class("soft"), "It reads " + string.Join(", ", executed.Read.Select(register => $"{register.Name} = {Figures.Word(register.Value)}{(register.Location is null ? "" : $" ({register.Location})")}")) + ".");

        Dictionary<string, StateChange> contract = executed.Wrote.ToDictionary(change => change.Name);
        Dictionary<string, StateChange>? claimed = step.Claimed?.Wrote.ToDictionary(change => change.Name);
        string[] names = [.. contract.Keys.Concat(claimed?.Keys ?? Enumerable.Empty<string>()).Distinct()];
        if (names.Length > 0)
        {
            yield return Page.Table(["Value", "Before", "Claimed by the proposer", "Executed by the contract"], names.Select(name =>
            {
                uint before = (contract.GetValueOrDefault(name) ?? claimed![name]).Before;
                uint after = contract.GetValueOrDefault(name)?.After ?? before;
                uint? claim = claimed is null ? null : claimed.GetValueOrDefault(name)?.After ?? before;
                return new object?[]
                {
                    Element("code", name),
                    Element("code", Figures.Word(before)),
                    claim is null ? Element("span", Class("soft"), "not known") : Element("code", claim == after ? null : Class("differs bad"), Figures.Word(claim.Value)),
                    Element("code", claim is null || claim == after ? null : Class("differs good"), Figures.Word(after)),
                };
            }));
        }
        if (claimed is null)
            yield return Element("p", Class("soft"), "On the chain the proposer's claim is a hash alone, which belongs to no state that a run is known to come to: what it claims to have written cannot be told.");
    }
}
