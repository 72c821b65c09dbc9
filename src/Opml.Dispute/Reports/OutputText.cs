using System.Buffers.Binary;
using System.Text;

namespace Opml.Dispute.Reports;

/// <summary>An output in a line: its bytes, and what they say as a number or as text, if they do.</summary>
internal static class OutputText
{
    private const int Most = 64;

    public static string Of(IReadOnlyList<byte> output)
    {
        if (output.Count == 0) return "none";
        byte[] bytes = [.. output.Take(Most)];
        string hex = "0x" + Convert.ToHexStringLower(bytes) + (output.Count > Most ? $"… ({output.Count} bytes)" : "");
        if (output.Count == sizeof(int)) return $"{hex}, the number {BinaryPrimitives.ReadInt32BigEndian(bytes)}";
        return bytes.All(b => b is >= 0x20 and < 0x7f) ? $"{hex}, the text “{Encoding.ASCII.GetString(bytes)}{(output.Count > Most ? "…" : "")}”" : hex;
    }
}
