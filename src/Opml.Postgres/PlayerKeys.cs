namespace Opml.Postgres;

/// <summary>A player's rows.</summary>
/// <param name="Contract">The contract's, on its chain: the index of logs is all its players'.</param>
/// <param name="Player">The player's.</param>
internal readonly record struct PlayerKeys(int Contract, int Player);
