namespace Opml.Dispute.Contracts;

/// <summary>Where a request stands. The numbers are the contract's.</summary>
public enum RequestStatus
{
    /// <summary>There is no such request.</summary>
    None = 0,

    /// <summary>Its input is not complete.</summary>
    Filling = 1,

    /// <summary>It waits for a result.</summary>
    Open = 2,

    /// <summary>It has a live result, which can be challenged inside its window.</summary>
    Posted = 3,

    /// <summary>Its result is final.</summary>
    Final = 4,

    /// <summary>It was taken back.</summary>
    Cancelled = 5,
}
