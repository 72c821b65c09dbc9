namespace Opml.Dispute.Players;

/// <summary>What a bond is paid for.</summary>
public enum UndertakingKind
{
    /// <summary>A result, which anyone can challenge.</summary>
    Result,

    /// <summary>A challenge of somebody's result.</summary>
    Challenge,
}
