using System.Numerics;

namespace Opml.Ethereum.Accounts;

/// <summary>How an account sends.</summary>
public sealed record TransactionSenderOptions
{
    /// <summary>The chain that the account means to be on; a node of another chain is refused. Any chain unless set.</summary>
    public ulong? ExpectedChainId { get; init; }

    /// <summary>
    /// Where nonces are given out; a <see cref="MemoryNonceSource"/> of the sender's own unless set. Whoever gives one keeps it.
    /// </summary>
    public INonceSource? Nonces { get; init; }

    /// <summary>Send legacy transactions even where EIP-1559 is known.</summary>
    public bool Legacy { get; init; }

    /// <summary>The base fee is covered up to this multiple; six full blocks in a row double it.</summary>
    public int BaseFeeHeadroom { get; init; } = 2;

    /// <summary>The most to pay, in wei a gas; sending fails when the chain asks for more. No ceiling unless set.</summary>
    public BigInteger? FeeCeiling { get; init; }

    /// <summary>When a transaction that is not mined is replaced, while somebody waits for it; never where it is null.</summary>
    public ReplacementPolicy? Replacement { get; init; } = new();

    /// <summary>What is added to an estimated gas limit, in percent.</summary>
    public int GasMarginPercent { get; init; } = 25;

    /// <summary>Blocks on top of which a receipt counts, its own one included.</summary>
    public int Confirmations { get; init; } = 1;

    /// <summary>How long a cancelled caller still waits to hear whether the node has taken what is on its way.</summary>
    public TimeSpan CancellationGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long to wait for a receipt.</summary>
    public TimeSpan ReceiptTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest pause between two looks for a receipt; the first looks come quicker.</summary>
    public TimeSpan MaxPollInterval { get; init; } = TimeSpan.FromSeconds(1);
}
