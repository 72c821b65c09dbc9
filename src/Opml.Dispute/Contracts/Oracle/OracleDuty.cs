namespace Opml.Dispute.Contracts.Oracle;

/// <summary>What a delivery does, or would do. The numbers are the contract's.</summary>
public enum OracleDuty
{
    /// <summary>There is nothing to deliver.</summary>
    Nothing = 0,

    /// <summary>A live result, which can still be struck out, for who asked for that.</summary>
    Early = 1,

    /// <summary>The final result; the request is settled with it.</summary>
    Final = 2,

    /// <summary>The result was carried while it was live; its request is settled, without another callback.</summary>
    Settlement = 3,

    /// <summary>The callback failed, and is tried again.</summary>
    Retry = 4,
}
