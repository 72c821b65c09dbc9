namespace Opml.Ethereum.Abi;

/// <summary>A log, read as the event that it is.</summary>
/// <param name="Event">The event.</param>
/// <param name="Values">Its fields, in declared order.</param>
/// <param name="Log">The log.</param>
public sealed record DecodedEvent(AbiEvent Event, AbiValues Values, Log Log)
{
    /// <summary>The event's name.</summary>
    public string Name => Event.Name;

    /// <inheritdoc/>
    public override string ToString() => $"{Event.Name}({Values})";
}
