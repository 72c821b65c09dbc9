using Opml.Dispute.Contracts;
using Opml.Ethereum;
using Opml.Mips.Insight;
using Opml.Mips.Insight.Comparison;

namespace Opml.Dispute.Sessions;

/// <summary>The one step that the machine's contract executed.</summary>
public sealed record ArbitratedStep : DisputeEvent, IOnDeployment
{
    /// <summary>The contracts.</summary>
    public required OpmlDeployment Deployment { get; init; }

    /// <summary>The game.</summary>
    public required GameId Game { get; init; }

    /// <summary>The step's index: it leads from the state at this index to the next.</summary>
    public required ulong Step { get; init; }

    /// <summary>Address of the instruction; null where the run had ended by then.</summary>
    public uint? Pc { get; init; }

    /// <summary>The instruction word; null as above.</summary>
    public uint? Word { get; init; }

    /// <summary>The instruction in GNU syntax; null as above.</summary>
    public string? Instruction { get; init; }

    /// <summary>Function and offset; null where the image has no symbols.</summary>
    public string? Symbol { get; init; }

    /// <summary>The state before the step, on which both sides agree.</summary>
    public required Hash32 Agreed { get; init; }

    /// <summary>The state after it, as the proposer claims.</summary>
    public required Hash32 Disputed { get; init; }

    /// <summary>The state after it, as the contract computed.</summary>
    public required Hash32 Proven { get; init; }

    /// <summary>The instructions around it; empty where the run had ended by then, or the program is not at hand.</summary>
    public IReadOnlyList<DisassemblyLine> Context { get; init; } = Array.Empty<DisassemblyLine>();

    /// <summary>What the instruction read and wrote; null as above.</summary>
    public StepEffect? Executed { get; init; }

    /// <summary>What the proposer claims that it wrote; null where the claimed hash belongs to no state that is known.</summary>
    public StepEffect? Claimed { get; init; }

    /// <inheritdoc/>
    public override DisputeStage Stage => DisputeStage.Step;

    /// <inheritdoc/>
    public override string Summary =>
        $"step {Step}: {(Pc is { } pc ? $"{Symbol ?? "?"} 0x{pc:x8} {Instruction}" : "the run had ended")}; claimed {Text.Short(Disputed)}, executed {Text.Short(Proven)}";
}
