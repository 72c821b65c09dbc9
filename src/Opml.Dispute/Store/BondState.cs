namespace Opml.Dispute.Store;

/// <summary>How a bond stands.</summary>
public enum BondState
{
    /// <summary>It may still be lost, or must still be claimed.</summary>
    AtStake,

    /// <summary>It is the player's again.</summary>
    Returned,

    /// <summary>It is lost.</summary>
    Lost,
}
