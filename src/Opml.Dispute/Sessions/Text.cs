namespace Opml.Dispute.Sessions;

/// <summary>Values in a line of text.</summary>
internal static class Text
{
    private const int MaxBytes = 16;

    /// <summary>Bytes as hex digits, cut where they are many.</summary>
    public static string Hex(IReadOnlyList<byte> bytes) => bytes.Count switch
    {
        0 => "none",
        <= MaxBytes => "0x" + Convert.ToHexStringLower([.. bytes]),
        _ => $"0x{Convert.ToHexStringLower([.. bytes.Take(MaxBytes)])}… ({bytes.Count} bytes)",
    };
}
