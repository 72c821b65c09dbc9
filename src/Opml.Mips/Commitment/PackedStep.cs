namespace Opml.Mips.Commitment;

/// <summary>
/// A step's witness and proof in the fewest bytes, which is the cheapest way to call the step contract alone (its stepPacked; EIP-7623
/// prices calldata): the witness without its memory root (158 bytes), then the proof, which leads to that root. Where a step reads
/// nothing, its state being halted or its pc misaligned, the memory root itself (32 bytes) stands in the proof's place.
/// </summary>
public static class PackedStep
{
    /// <summary>Bytes of a witness without its memory root.</summary>
    public const int StateSize = Witness.Length - Keccak256.HashSize;

    /// <summary>Packs a witness and the proof of its step.</summary>
    /// <param name="witness">190 bytes.</param>
    /// <param name="proof">As <see cref="StepProof"/> makes it.</param>
    /// <exception cref="ArgumentException">The witness does not have 190 bytes.</exception>
    public static byte[] Create(ReadOnlySpan<byte> witness, ReadOnlySpan<byte> proof)
    {
        ReadOnlySpan<byte> root = Witness.MemoryRoot(witness);
        return [.. witness[Keccak256.HashSize..], .. proof.IsEmpty ? root : proof];
    }
}
