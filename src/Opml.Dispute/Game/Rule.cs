namespace Opml.Dispute.Game;

/// <summary>What forbids a move.</summary>
public enum Rule
{
    /// <summary>The game is at another turn, or over.</summary>
    WrongTurn,

    /// <summary>The mover's clock is spent.</summary>
    ClockSpent,

    /// <summary>Time is called before the mover's clock is spent.</summary>
    ClockRuns,

    /// <summary>The segment needs another number of hashes.</summary>
    WrongHashCount,

    /// <summary>The pick is not one of the segment's parts.</summary>
    NoSuchPart,

    /// <summary>A model's terms are out of their bounds.</summary>
    Terms,
}
