using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace Opml.Ethereum;

/// <summary>
/// Hexadecimal text as JSON-RPC spells it (execution-apis, "Hex value encoding"): data are two digits a byte,
/// quantities have no leading zeros, and both begin with <c>0x</c>.
/// </summary>
public static class Hex
{
    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Lower-case digits, two a byte, after <c>0x</c>.</summary>
    public static string Format(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);

    /// <summary>Reads data: an even number of digits, with or without <c>0x</c>.</summary>
    /// <exception cref="FormatException">The text is not hexadecimal data.</exception>
    public static byte[] Parse(ReadOnlySpan<char> text)
    {
        var digits = WithoutPrefix(text);
        if (digits.Length % 2 != 0)
            throw new FormatException($"Hexadecimal data need an even number of digits, and this has {digits.Length}.");

        try
        {
            return Convert.FromHexString(digits);
        }
        catch (FormatException)
        {
            throw new FormatException("Hexadecimal data may hold the digits 0-9, a-f and A-F only, after an optional 0x.");
        }
    }

    /// <summary>As <see cref="Parse"/>, without an exception.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        var digits = WithoutPrefix(text);
        bytes = digits.Length % 2 == 0 && IsDigits(digits)
            ? Convert.FromHexString(digits)
            : null;
        return bytes is not null;
    }

    /// <summary>A quantity: no leading zeros, zero is <c>0x0</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public static string FormatQuantity(BigInteger value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        var digits = value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return digits.Length == 0 ? "0x0" : "0x" + digits;
    }

    /// <summary>Reads a quantity of at most 256 bits. Leading zeros, which some nodes send, are let pass.</summary>
    /// <exception cref="FormatException">The text is not a quantity, or has over 64 digits.</exception>
    public static BigInteger ParseQuantity(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) || text.Length is < 3 or > 66)
            throw new FormatException("A quantity is 0x and 1 to 64 hexadecimal digits.");

        // The zero in front keeps BigInteger from reading the first digit as a sign.
        Span<char> digits = stackalloc char[text.Length - 1];
        digits[0] = '0';
        text[2..].CopyTo(digits[1..]);
        return BigInteger.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException("A quantity is 0x and 1 to 64 hexadecimal digits.");
    }

    internal static bool IsDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(s_digits);

    private static ReadOnlySpan<char> WithoutPrefix(ReadOnlySpan<char> text) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
}
