namespace Opml.Ethereum;

/// <summary>The chain changed while a range of it was read: what was read does not hang together. Read again from the head.</summary>
public sealed class ReorganisedException : EthereumException
{
    internal ReorganisedException(ulong block)
        : base($"The chain was reorganised at or below block {block} while its logs were read. Read again from its head.") => Block = block;

    /// <summary>The block whose hash changed.</summary>
    public ulong Block { get; }
}
