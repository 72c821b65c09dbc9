namespace Opml.Dispute.Contracts.Events;

/// <summary>Something that happened in one game.</summary>
/// <param name="GameId">The game, as the contract writes it.</param>
public abstract record GameEvent(UInt128 GameId) : OpmlEvent
{
    /// <summary>The game.</summary>
    public GameId Game => Contracts.GameId.FromValue(GameId);
}
