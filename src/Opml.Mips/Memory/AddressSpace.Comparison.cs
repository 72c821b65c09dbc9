namespace Opml.Mips.Memory;

// Two address spaces, held against each other.
public sealed partial class AddressSpace
{
    /// <summary>Addresses of the words in which two address spaces differ, upwards. Pages that both share take no time.</summary>
    internal static IEnumerable<uint> Differences(AddressSpace a, AddressSpace b)
    {
        for (uint directory = 0; directory < TableSize; directory++)
        {
            if (ReferenceEquals(a._directory[directory], b._directory[directory])) continue;
            for (uint table = 0; table < TableSize; table++)
            {
                uint index = (directory << TableBits) | table;
                if (ReferenceEquals(a.PageAt(index), b.PageAt(index)) || a.PageEquals(b, index)) continue;
                for (uint address = index << Page.Shift; ; address += sizeof(uint))
                {
                    if (a.ReadWord(address) != b.ReadWord(address)) yield return address;
                    if ((address & (Page.Size - 1)) == Page.Size - sizeof(uint)) break;
                }
            }
        }
    }

    private bool PageEquals(AddressSpace other, uint index)
    {
        ReadOnlySpan<byte> mine = PageBytes(index), its = other.PageBytes(index);
        return mine.IsEmpty ? !its.ContainsAnyExcept((byte)0) : its.IsEmpty ? !mine.ContainsAnyExcept((byte)0) : mine.SequenceEqual(its);
    }
}
