using Opml.Ethereum;

namespace Opml.Dispute.Contracts;

/// <summary>
/// What a registration proves of its golden root: that the input's and the output's regions are empty, and what stands
/// beside them.
/// </summary>
/// <param name="InputSiblings">The eight siblings of the input's node, the deepest first.</param>
/// <param name="ModelNode">The node beside the output's.</param>
public sealed record GoldenProof(IReadOnlyList<Hash32> InputSiblings, Hash32 ModelNode)
{
    /// <summary>Reads the proof off a memory with program and model loaded, and no input.</summary>
    public static GoldenProof Of(MemoryNode golden)
    {
        ArgumentNullException.ThrowIfNull(golden);
        var siblings = new Hash32[Regions.Depth];
        for (var level = 0; level < siblings.Length; level++)
            siblings[level] = new Hash32(golden(Regions.Height + level, (Regions.InputNode >> level) ^ 1));

        return new GoldenProof(siblings, new Hash32(golden(Regions.Height, Regions.ModelNode)));
    }
}
