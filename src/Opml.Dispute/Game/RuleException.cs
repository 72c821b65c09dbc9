namespace Opml.Dispute.Game;

/// <summary>A move, or a model's terms, against the rules of the game.</summary>
/// <param name="rule">Which rule.</param>
/// <param name="message">What is wrong, and what would be right.</param>
public sealed class RuleException(Rule rule, string message) : Exception(message)
{
    /// <summary>Which rule forbids it.</summary>
    public Rule Rule { get; } = rule;
}
