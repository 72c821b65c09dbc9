using System.Numerics;

namespace Opml.Dispute.Game;

/// <summary>Where a lost bond goes, in wei. The parts add up to the bond.</summary>
/// <param name="Burnt">The larger half: nobody's.</param>
/// <param name="Reward">What the winner has at once, besides its own bond.</param>
/// <param name="Reserved">What is held back for the void games; the winner has what they do not claim.</param>
/// <param name="RefundPerPick">What a void game's challenger gets for each of its picks.</param>
public readonly record struct Settlement(
    BigInteger Burnt, BigInteger Reward, BigInteger Reserved, BigInteger RefundPerPick)
{
    /// <summary>The challenger lost: the half that is not burnt is the proposer's.</summary>
    public static Settlement OfChallenger(Terms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var rest = terms.ChallengerBond / 2;
        return new Settlement(terms.ChallengerBond - rest, rest, 0, 0);
    }

    /// <summary>
    /// The proposer was slashed: of the half that is not burnt, up to a half refunds the picks made in the games that
    /// become void, at the fixed rate as far as it goes round; the winner has the rest.
    /// </summary>
    /// <param name="terms">The model's terms.</param>
    /// <param name="otherGames">Games against the result that were open besides the winner's.</param>
    public static Settlement OfProposer(Terms terms, int otherGames)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentOutOfRangeException.ThrowIfNegative(otherGames);
        var rest = terms.ProposerBond / 2;
        var picks = (BigInteger)otherGames * terms.MaxRounds;
        if (picks.IsZero)
            return new Settlement(terms.ProposerBond - rest, rest, 0, 0);

        var refund = BigInteger.Min(terms.MoveRefund, rest / 2 / picks);
        var reserved = refund * picks;
        return new Settlement(terms.ProposerBond - rest, rest - reserved, reserved, refund);
    }
}
