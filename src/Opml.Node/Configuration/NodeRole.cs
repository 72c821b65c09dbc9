namespace Opml.Node.Configuration;

/// <summary>What a node does.</summary>
public enum NodeRole
{
    /// <summary>Runs requests, posts their results with a bond, defends and finishes them.</summary>
    Proposer,

    /// <summary>Checks everybody else's results, and challenges those that are wrong.</summary>
    Validator,
}
