namespace Opml.Dispute.Contracts.Oracle;

/// <summary>Where a request stands with the oracle. The numbers are the contract's.</summary>
public enum OracleStage
{
    /// <summary>It is not one of the oracle's.</summary>
    None = 0,

    /// <summary>Its result is not final, or was not delivered as such yet.</summary>
    Waiting = 1,

    /// <summary>Its final result was delivered, and all that it held is paid out.</summary>
    Settled = 2,

    /// <summary>It was taken back.</summary>
    TakenBack = 3,
}
