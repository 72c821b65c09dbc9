namespace Opml.Dispute.Contracts;

/// <summary>
/// The input's and the output's place in the memory tree: [0x31000000, 0x32000000) and [0x32000000, 0x33000000), each
/// one subtree of height 19. Each holds a length (4 bytes, big-endian), then the bytes.
/// </summary>
public static class Regions
{
    /// <summary>The height of a region's node.</summary>
    public const int Height = 19;

    /// <summary>The number of levels between a region's node and the root.</summary>
    public const int Depth = 8;

    /// <summary>Bytes of the length before a region's content.</summary>
    public const int LengthBytes = 4;

    /// <summary>Bytes of a leaf.</summary>
    public const int LeafBytes = 32;

    /// <summary>The longest input, in bytes.</summary>
    public const int MaxInput = (LeafBytes << Height) - LengthBytes;

    /// <summary>The input's node, counted at its height.</summary>
    public const uint InputNode = 0x31;

    /// <summary>The output's node, counted at its height.</summary>
    public const uint OutputNode = 0x32;

    /// <summary>The model's first node at that height, [0x33000000, 0x34000000).</summary>
    public const uint ModelNode = 0x33;
}
