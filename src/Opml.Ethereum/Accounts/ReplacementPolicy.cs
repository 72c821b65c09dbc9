namespace Opml.Ethereum.Accounts;

/// <summary>
/// When a transaction that is not mined is replaced by a dearer one of the same nonce. One that the base fee has outgrown is replaced at once; the
/// most that is paid is <see cref="TransactionSenderOptions.FeeCeiling"/>.
/// </summary>
public sealed record ReplacementPolicy
{
    /// <summary>The least raise that every node takes, in percent: geth asks for 10, others for 12.5.</summary>
    public const int LeastRaisePercent = 13;

    /// <summary>How long a transaction may wait at one price; then it is raised, or its missing predecessors are filled in.</summary>
    public TimeSpan After { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How many blocks may pass it by at one price.</summary>
    public int AfterBlocks { get; init; } = 6;

    /// <summary>How much more is offered each time, in percent, at least <see cref="LeastRaisePercent"/>.</summary>
    public int RaisePercent { get; init; } = LeastRaisePercent;

    /// <summary>
    /// Up to which multiple of the tip that the chain takes now the tip is raised for waiting alone: beyond it the price is not what it waits for.
    /// </summary>
    public int MostTip { get; init; } = 3;

    /// <summary>How often <see cref="TransactionSender.WaitAsync"/> looks after a transaction while it waits for the receipt.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(5);
}
