namespace Opml.Dispute.Players;

/// <summary>Tells of exceptions whether memory ran out.</summary>
public static class LackOfMemory
{
    /// <summary>Whether memory ran out, in this thread or in one that worked for it.</summary>
    public static bool IsIn(Exception? exception) => exception switch
    {
        null => false,
        OutOfMemoryException => true,
        AggregateException many => many.InnerExceptions.Any(IsIn),
        _ => IsIn(exception.InnerException),
    };
}
