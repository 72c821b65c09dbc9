namespace Opml.Ethereum.Pool;

/// <summary>
/// The filter over a block's logs (yellow paper, section 4.4.3, M3:2048): three bits of 2048 for each address and topic, taken from the low eleven bits of
/// the first three pairs of bytes of its hash. What it denies is not in the block; what it allows may be.
/// </summary>
internal static class Bloom
{
    public const int Size = 256;

    /// <summary>Whether a log that the filter looks for may be in the block. The filter's topics count by what each position allows.</summary>
    public static bool MayHold(ReadOnlySpan<byte> bloom, LogFilter filter)
    {
        if (filter.Addresses.Count > 0 && !HasAny(bloom, filter.Addresses.Select(address => address.ToArray())))
            return false;
        foreach (var topics in filter.Topics)
        {
            if (topics is { Count: > 0 } && !HasAny(bloom, topics.Select(topic => topic.ToArray())))
                return false;
        }

        return true;
    }

    /// <summary>Whether a log may be in the block: its address and all its topics are.</summary>
    public static bool MayHold(ReadOnlySpan<byte> bloom, Log log)
    {
        if (!Has(bloom, log.Address.ToArray()))
            return false;
        foreach (var topic in log.Topics)
        {
            if (!Has(bloom, topic.ToArray()))
                return false;
        }

        return true;
    }

    /// <summary>Sets the bits of an address or topic.</summary>
    public static void Add(Span<byte> bloom, ReadOnlySpan<byte> entry)
    {
        foreach (var bit in BitsOf(entry))
            bloom[Size - 1 - bit / 8] |= (byte)(1 << bit % 8);
    }

    private static bool HasAny(ReadOnlySpan<byte> bloom, IEnumerable<byte[]> entries)
    {
        foreach (var entry in entries)
        {
            if (Has(bloom, entry))
                return true;
        }

        return false;
    }

    private static bool Has(ReadOnlySpan<byte> bloom, ReadOnlySpan<byte> entry)
    {
        if (bloom.Length != Size)
            return true; // no filter: anything may be there
        foreach (var bit in BitsOf(entry))
        {
            if ((bloom[Size - 1 - bit / 8] & 1 << bit % 8) == 0)
                return false;
        }

        return true;
    }

    private static int[] BitsOf(ReadOnlySpan<byte> entry)
    {
        var hash = Keccak256.Hash(entry).ToArray();
        return [(hash[0] << 8 | hash[1]) & 2047, (hash[2] << 8 | hash[3]) & 2047, (hash[4] << 8 | hash[5]) & 2047];
    }
}
