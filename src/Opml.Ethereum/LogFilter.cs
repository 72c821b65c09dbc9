namespace Opml.Ethereum;

/// <summary>Which logs to look for. Both ends of the range belong to it; a block's hash stands in the place of a range.</summary>
public sealed record LogFilter
{
    /// <summary>The first block; the latest one unless set.</summary>
    public BlockTag FromBlock { get; init; } = BlockTag.Latest;

    /// <summary>The last block; the latest one unless set.</summary>
    public BlockTag ToBlock { get; init; } = BlockTag.Latest;

    /// <summary>
    /// The one block to look at, in the place of a range (EIP-234): a node that does not know it says so, where a range merely ends early.
    /// </summary>
    public Hash32? BlockHash { get; init; }

    /// <summary>The contracts to look at; none means all.</summary>
    public IReadOnlyList<Address> Addresses { get; init; } = [];

    /// <summary>
    /// For each topic position the values that match; null or an empty list matches anything.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<Hash32>?> Topics { get; init; } = [];

    /// <summary>Whether a log is of the contracts, and has the topics, that are looked for; the range is not compared.</summary>
    public bool Matches(Log log)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (Addresses.Count > 0 && !Addresses.Contains(log.Address))
            return false;
        for (var i = 0; i < Topics.Count; i++)
        {
            if (Topics[i] is { Count: > 0 } wanted && (i >= log.Topics.Count || !wanted.Contains(log.Topics[i])))
                return false;
        }

        return true;
    }
}
