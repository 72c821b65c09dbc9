namespace Opml.Ethereum.Accounts;

/// <summary>What a look after a transaction found and did.</summary>
/// <param name="Trail">The transaction from now on: keep it for the next look.</param>
/// <param name="Stage">What became of it.</param>
/// <param name="Receipt">The receipt, where it is mined.</param>
/// <param name="Words">The same in a sentence, with what to do where something is to be done.</param>
public sealed record TransactionSight(TransactionTrail Trail, TransactionStage Stage, TransactionReceipt? Receipt, string Words);
