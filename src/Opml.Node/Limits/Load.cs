namespace Opml.Node.Limits;

/// <summary>What a node already has to do.</summary>
/// <param name="GasReserved">Gas for the games that it has, or may come to have over its live results.</param>
/// <param name="RunsInLine">Runs of games in play that may have to be made anew before another's.</param>
/// <param name="SecondsPerMove">From a decision to its block, as measured.</param>
internal sealed record Load(long GasReserved, int RunsInLine, double SecondsPerMove);
