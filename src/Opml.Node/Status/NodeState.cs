namespace Opml.Node.Status;

/// <summary>Where a node stands in its life.</summary>
public enum NodeState
{
    /// <summary>It connects, loads models and reads the chain.</summary>
    Starting,

    /// <summary>It works.</summary>
    Running,

    /// <summary>It works, but something needs its operator: see the warnings.</summary>
    Warning,

    /// <summary>It finishes what is on its way.</summary>
    Stopping,

    /// <summary>It has ended as it was told to.</summary>
    Stopped,

    /// <summary>It could not go on: see the failure.</summary>
    Failed,
}
