namespace Opml.Node.Status;

/// <summary>What a warning is about.</summary>
public enum NodeWarningKind
{
    /// <summary>Too little ether for what was asked.</summary>
    Funds,

    /// <summary>Too little disk space.</summary>
    Disk,

    /// <summary>A run and its game would take too long for the clock.</summary>
    Time,

    /// <summary>Gas costs more than the node may pay.</summary>
    GasPrice,

    /// <summary>A clock of a game in play falls under the margin.</summary>
    Clock,

    /// <summary>This machine's clock and the chain's are apart.</summary>
    ClockSkew,

    /// <summary>The chain cannot be read.</summary>
    Endpoint,

    /// <summary>A model in a folder does not load.</summary>
    Model,

    /// <summary>A game in play is of a model that the node has no files for.</summary>
    Files,
}
