namespace Opml.Node.Configuration;

/// <summary>A node cannot run as it is told to; the message lists everything that is wrong, and what to do.</summary>
public sealed class NodeConfigurationException : Exception
{
    /// <summary>One complaint a line.</summary>
    public NodeConfigurationException(params IReadOnlyList<string> complaints)
        : base(string.Join(Environment.NewLine, complaints))
    {
    }

    /// <summary>One complaint, with its cause.</summary>
    public NodeConfigurationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
