namespace Opml.Models;

/// <summary>The order of the bytes of a number in a file.</summary>
public enum ByteOrder
{
    /// <summary>Most significant byte first: what a big-endian MIPS guest reads with plain loads.</summary>
    Big,

    /// <summary>Least significant byte first.</summary>
    Little,
}
