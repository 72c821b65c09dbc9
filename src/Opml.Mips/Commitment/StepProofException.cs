namespace Opml.Mips.Commitment;

/// <summary>A witness or proof on which the step contract would revert.</summary>
public sealed class StepProofException(StepProofError error)
    : Exception($"The step contract would refuse this witness or proof: {error}.")
{
    /// <summary>The contract's error of the same name.</summary>
    public StepProofError Error { get; } = error;
}
