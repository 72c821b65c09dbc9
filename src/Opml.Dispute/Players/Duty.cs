namespace Opml.Dispute.Players;

/// <summary>Something that is to be done now.</summary>
/// <param name="Key">Which move it is: another for each position of each game, so that none is made twice.</param>
/// <param name="Deadline">Until when, in seconds of the chain's clock.</param>
/// <param name="Request">The request that it is about; 0 for none.</param>
/// <param name="DoAsync">Does it, and says whether a transaction was sent. The first token ends what is computed, when the
/// duty no longer is one; the second ends the player.</param>
internal sealed record Duty(string Key, ulong Deadline, ulong Request, Func<CancellationToken, CancellationToken, Task<bool>> DoAsync);
