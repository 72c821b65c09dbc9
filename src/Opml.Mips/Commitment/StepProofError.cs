namespace Opml.Mips.Commitment;

/// <summary>What is wrong with a step's proof; the step contract reverts with errors of the same names.</summary>
public enum StepProofError
{
    /// <summary>A witness does not have 190 bytes.</summary>
    InvalidWitnessLength,

    /// <summary>The proof is shorter or longer than the witness and the instruction imply.</summary>
    InvalidProofLength,

    /// <summary>A bit map names a sibling that the proof must not carry.</summary>
    InvalidProofBitmap,

    /// <summary>A sibling that is the root of a zero subtree is spelled out.</summary>
    ZeroSubtreeSpelledOut,

    /// <summary>The leaves and siblings do not lead to the witness's memory root.</summary>
    MemoryRootMismatch,
}
