namespace Opml.Ethereum.Contracts;

/// <summary>A contract that was just created.</summary>
/// <param name="Contract">The contract.</param>
/// <param name="Receipt">The receipt of its creation.</param>
public sealed record DeployedContract(Contract Contract, TransactionReceipt Receipt);
