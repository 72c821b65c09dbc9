using System.Xml.Linq;
using Opml.Mips.Execution;
using Opml.Mips.Insight;
using Opml.Mips.Insight.Profile;
using Opml.Mips.State;
using static Opml.Dispute.Reports.Html;

namespace Opml.Dispute.Reports;

/// <summary>A run as a page: how it ended, where its steps went, and what the machine looked like at its end.</summary>
internal static class RunPage
{
    private const int Functions = 15;
    private const int Instructions = 15;
    private const int Operations = 12;

    public static string Write(MachineRun run, RunProfile profile, MachineView end)
    {
        string name = run.GetOrigin()?.Image.Source is { } source ? Path.GetFileName(source) : "a program";
        FunctionProfile[] functions = [.. profile.ByFunction().Take(Functions)];
        return Page.Write(
            $"Run of {name}",
            Header(run, name),
            Result(run),
            Page.Section("Where the steps go", "By function, own instructions alone; every step is counted, none is sampled.",
                Chart.Bars([.. functions.Select(one => (one.Function ?? Figures.Word(one.Address), one.Share, Figures.Percent(one.Share)))]),
                Element("h3", "With what they called"),
                Page.Table(["Function", "#Own steps", "#Share", "#Steps with callees", "#Share", "#Calls"], functions.Select(one => new object?[]
                {
                    Element("code", Class("hash"), one.Function ?? Figures.Word(one.Address)), Figures.Count(one.Steps), Figures.Percent(one.Share),
                    Figures.Count(one.TotalSteps), Figures.Percent(one.TotalShare), Figures.Count(one.Calls),
                }))),
            Page.Section("The hottest instructions", null, Page.Table(["Place", "Instruction", "#Steps", "#Share"], profile.ByInstruction().Take(Instructions).Select(one => new object?[]
            {
                Element("code", Class("hash"), one.Location ?? Figures.Word(one.Address)), Element("code", one.Instruction), Figures.Count(one.Steps), Figures.Percent(one.Share),
            }))),
            Page.Section("The mix of operations", null, Chart.Bars([.. profile.ByOpcode().Take(Operations).Select(one => (one.Opcode, one.Share, Figures.Percent(one.Share)))])),
            End(end));
    }

    private static XElement Header(MachineRun run, string name) => Element("header",
        Element("p", Class("over"), "Opml run report"),
        Element("h1", run.Status switch
        {
            MachineStatus.Succeeded => $"{name} succeeded",
            MachineStatus.Failed => $"{name} failed with exit code {run.ExitCode}",
            MachineStatus.Trapped => $"{name} trapped",
            _ => $"{name} was stopped after {Figures.Count(run.Steps)} steps",
        }),
        Element("p", Class("lead"), $"A run of {Figures.Count(run.Steps)} steps{(run.Input is { } input ? $" on {Path.GetFileName(input)}" : "")}. Run again, it comes to the same state hash."),
        Page.Facts(
            ("Steps", Figures.Count(run.Steps)),
            ("Time", Figures.Period(run.Duration)),
            ("Model", run.GetOrigin() is { } origin ? $"{Figures.Count(origin.Model.Length)} bytes" : null),
            ("Input", run.GetOrigin() is { } from ? $"{Figures.Count(from.Input.Length)} bytes" : null),
            ("Output", $"{Figures.Count(run.Output.Length)} bytes")));

    private static XElement Result(MachineRun run) => Page.Section("Result", null,
        Page.List(("Output", OutputText.Of(run.Output)), ("State hash", run.StateHash), ("Memory root", run.MemoryRoot)),
        run.StandardOutput.Length == 0 ? null : Element("h3", "What it printed"),
        run.StandardOutput.Length == 0 ? null : Element("pre", run.StandardOutput.TrimEnd('\n').Split('\n').Select(line => Element("span", line.Length == 0 ? "\u00a0" : line))));

    private static XElement End(MachineView end) => Page.Section("The machine at the end",
        $"Step {Figures.Count(end.Step)}, {end.Status}{(end.Location is null ? "" : $", in {end.Location}")}.",
        end.Disassembly.Count == 0 ? null : StepSection.Code(end.Disassembly),
        Element("h3", "Call stack"),
        end.CallStack.Frames.Count == 0 ? null : Element("pre", end.CallStack.Frames.Select(frame => Element("span", frame.ToString()))),
        Element("p", Class("soft"), $"It ends there because {end.CallStack.End}."),
        Element("h3", "Registers"),
        Element("pre", end.Registers.Chunk(4).Select(four => Element("span", string.Join("   ", four.Select(register => $"{register.Name,-4} {register.Value:x8}"))))));
}
