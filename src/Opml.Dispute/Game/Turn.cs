namespace Opml.Dispute.Game;

/// <summary>Where a game stands. The numbers are the contract's.</summary>
public enum Turn
{
    /// <summary>There is no such game.</summary>
    None = 0,

    /// <summary>The proposer is to post the hashes of the segment's parts.</summary>
    Proposer = 1,

    /// <summary>The challenger is to pick a part.</summary>
    Challenger = 2,

    /// <summary>One step is disputed: the challenger's clock runs, and anyone may prove the step.</summary>
    Proof = 3,

    /// <summary>The challenger lost its bond.</summary>
    ProposerWon = 4,

    /// <summary>The proposer was slashed and the result struck out.</summary>
    ChallengerWon = 5,

    /// <summary>Another game struck the result out first.</summary>
    Void = 6,
}
