using System.Globalization;
using System.Numerics;
using Opml.Ethereum;

namespace Opml.Dispute.Sessions;

/// <summary>Values in a line of text.</summary>
internal static class Text
{
    private const int MaxBytes = 16;
    private static readonly BigInteger s_weiAnEther = BigInteger.Pow(10, 18);

    /// <summary>The ends of a hash, enough to tell it from another at a glance.</summary>
    public static string Short(Hash32 hash) => Short(hash.ToString());

    /// <summary>The ends of an address.</summary>
    public static string Short(Address address) => Short(address.ToString());

    /// <summary>Wei in ether, without trailing zeros.</summary>
    public static string Ether(BigInteger wei)
    {
        BigInteger whole = BigInteger.DivRem(wei, s_weiAnEther, out BigInteger rest);
        string fraction = rest.ToString("D18", CultureInfo.InvariantCulture).TrimEnd('0');
        return fraction.Length == 0 ? $"{whole} ether" : $"{whole}.{fraction} ether";
    }

    /// <summary>Bytes as hex digits, cut where they are many.</summary>
    public static string Hex(IReadOnlyList<byte> bytes) => bytes.Count switch
    {
        0 => "none",
        <= MaxBytes => "0x" + Convert.ToHexStringLower([.. bytes]),
        _ => $"0x{Convert.ToHexStringLower([.. bytes.Take(MaxBytes)])}… ({bytes.Count} bytes)",
    };

    private static string Short(string hex) => $"{hex[..10]}…{hex[^4..]}";
}
