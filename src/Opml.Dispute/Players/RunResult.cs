using Opml.Dispute.Contracts;
using Opml.Mips.State;

namespace Opml.Dispute.Players;

/// <summary>What is posted of a run.</summary>
/// <param name="Steps">N.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Witness">The last state, 190 bytes.</param>
internal sealed record RunResult(ulong Steps, MachineStatus Status, byte[] Witness)
{
    /// <summary>The output's length, as the machine's memory has it.</summary>
    public uint OutputLength { get; init; }

    /// <summary>The output; null where the run failed, or wrote more than the model allows.</summary>
    public byte[]? Output { get; init; }

    /// <summary>Shows the output, or its excessive length, in the last state; null where the run failed.</summary>
    public OutputProof? Proof { get; init; }
}
