using Opml.Ethereum;

namespace Opml.Dispute.Sessions;

/// <summary>Something that came about on the chain, with what it cost.</summary>
public abstract record DisputeEvent
{
    /// <summary>Which stage it belongs to.</summary>
    public abstract DisputeStage Stage { get; }

    /// <summary>What came about, in a line.</summary>
    public abstract string Summary { get; }

    /// <summary>Gas that its transactions used.</summary>
    public ulong Gas { get; init; }

    // An array, whatever it is made of: PowerShell cannot index the lists that the compiler makes up.
    /// <summary>Its transactions, in their order.</summary>
    public IReadOnlyList<Hash32> Transactions { get; init => field = value.ToArray(); } = Array.Empty<Hash32>();

    /// <summary>Its transactions as they were mined, in the same order; empty where nobody looked them up.</summary>
    public IReadOnlyList<MinedTransaction> Mined { get; init => field = value.ToArray(); } = Array.Empty<MinedTransaction>();

    /// <summary>Time since the event before it, or since the command began.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>What came about, in a line.</summary>
    public sealed override string ToString() => Summary;
}
