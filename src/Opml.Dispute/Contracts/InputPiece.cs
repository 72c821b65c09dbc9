namespace Opml.Dispute.Contracts;

/// <summary>A part of an input that is too large for one transaction.</summary>
/// <param name="Offset">Bytes of the input before this part.</param>
/// <param name="Bytes">The part.</param>
public readonly record struct InputPiece(int Offset, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Bytes of the region, length included, that one piece fills.</summary>
    public const int RegionBytes = 16384;

    /// <summary>Cuts an input into the pieces that the contract takes, in their order.</summary>
    public static IEnumerable<InputPiece> Split(ReadOnlyMemory<byte> input)
    {
        for (var offset = 0; offset < input.Length;)
        {
            var room = offset == 0 ? RegionBytes - Regions.LengthBytes : RegionBytes;
            var length = Math.Min(room, input.Length - offset);
            yield return new InputPiece(offset, input.Slice(offset, length));
            offset += length;
        }
    }
}
