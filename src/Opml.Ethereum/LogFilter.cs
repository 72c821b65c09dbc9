namespace Opml.Ethereum;

/// <summary>Which logs to look for. Both ends of the range belong to it.</summary>
public sealed record LogFilter
{
    /// <summary>The first block; the latest one unless set.</summary>
    public BlockTag FromBlock { get; init; } = BlockTag.Latest;

    /// <summary>The last block; the latest one unless set.</summary>
    public BlockTag ToBlock { get; init; } = BlockTag.Latest;

    /// <summary>The contracts to look at; none means all.</summary>
    public IReadOnlyList<Address> Addresses { get; init; } = [];

    /// <summary>
    /// For each topic position the values that match; null or an empty list matches anything.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<Hash32>?> Topics { get; init; } = [];
}
