using Opml.Ethereum;

namespace Opml.Dispute.Contracts;

/// <summary>
/// A prefix proof: the output's region begins with (length ‖ output). What lies behind is free, and the proof carries as
/// much of it as the root needs.
/// </summary>
/// <param name="Tail">The bytes between the end of the output and the end of its last leaf.</param>
/// <param name="Right">The right-hand siblings on the last leaf's path within the region, the deepest first.</param>
/// <param name="Siblings">The eight siblings of the region's node, the deepest first.</param>
public sealed record OutputProof(byte[] Tail, IReadOnlyList<Hash32> Right, IReadOnlyList<Hash32> Siblings)
{
    /// <summary>Reads the proof for an output of <paramref name="length"/> bytes off the last state's memory.</summary>
    public static OutputProof Of(MemoryNode memory, uint length)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, (uint)Regions.MaxInput);
        var end = Regions.LengthBytes + length;
        var last = (end - 1) / Regions.LeafBytes;
        var tail = memory(0, NodeIndex(0, last))[(int)(end - (last * Regions.LeafBytes))..];

        var right = new List<Hash32>();
        for (var level = 0; level < Regions.Height; level++)
        {
            if (((last >> level) & 1) == 0)
                right.Add(new Hash32(memory(level, NodeIndex(level, (last >> level) + 1))));
        }

        var siblings = new Hash32[Regions.Depth];
        for (var level = 0; level < siblings.Length; level++)
            siblings[level] = new Hash32(memory(Regions.Height + level, (Regions.OutputNode >> level) ^ 1));

        return new OutputProof(tail, right, siblings);
    }

    /// <summary>Reads the proof of the output's length alone: it shows that an output is too long.</summary>
    public static OutputProof OfLength(MemoryNode memory) => Of(memory, 0);

    private static uint NodeIndex(int level, uint index) => (Regions.OutputNode << (Regions.Height - level)) + index;
}
