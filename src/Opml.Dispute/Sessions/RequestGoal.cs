namespace Opml.Dispute.Sessions;

/// <summary>How far a request is to come.</summary>
public enum RequestGoal
{
    /// <summary>It has a live result, which can still be struck out, or a final one.</summary>
    Result,

    /// <summary>Its result can never change again.</summary>
    Final,

    /// <summary>The oracle has carried the result that it has now to its callback contract.</summary>
    Delivered,
}
