using Opml.Ethereum;

namespace Opml.Dispute.Sessions;

/// <summary>Whether a registered model is made of given files.</summary>
/// <param name="ModelId">The model's key.</param>
/// <param name="IsRegistered">Whether there is such a model.</param>
/// <param name="ModelHashMatches">Whether it is of the model file.</param>
/// <param name="ProgramHashMatches">Whether it is of the program.</param>
/// <param name="GoldenRootMatches">Whether its golden root is that of both, loaded.</param>
public sealed record ModelVerification(Hash32 ModelId, bool IsRegistered, bool ModelHashMatches, bool ProgramHashMatches, bool GoldenRootMatches)
{
    /// <summary>Whether all of it holds: what the chain calls this model is these files.</summary>
    public bool IsMatch => IsRegistered && ModelHashMatches && ProgramHashMatches && GoldenRootMatches;
}
