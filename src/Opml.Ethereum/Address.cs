using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Opml.Ethereum;

/// <summary>The 20-byte address of an account. Text is written with the mixed-case checksum of EIP-55.</summary>
public readonly record struct Address
{
    /// <summary>The number of bytes.</summary>
    public const int Size = 20;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly uint _c;

    /// <summary>Takes the 20 bytes in the order in which they are written.</summary>
    /// <exception cref="ArgumentException">There are not exactly 20 bytes.</exception>
    public Address(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
            throw new ArgumentException($"An address has {Size} bytes, not {bytes.Length}.", nameof(bytes));

        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]);
    }

    /// <summary>The zero address.</summary>
    public static Address Zero => default;

    /// <summary>The address of a 64-byte public key (x ‖ y, big-endian): the last 20 bytes of its Keccak-256.</summary>
    public static Address FromPublicKey(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != 64)
            throw new ArgumentException($"A public key has 64 bytes (x and y), not {publicKey.Length}.", nameof(publicKey));

        return new Address(Keccak256.Hash(publicKey).ToArray().AsSpan(12));
    }

    /// <summary>
    /// Reads 40 hexadecimal digits, with or without <c>0x</c>. Digits all of one case carry no checksum;
    /// digits of both cases must be a correct EIP-55 checksum, so that a mistyped address is noticed.
    /// </summary>
    /// <exception cref="FormatException">The text is something else, or its checksum is wrong.</exception>
    public static Address Parse(string text)
    {
        if (!TryReadDigits(text, out var address))
            throw new FormatException("An address is 40 hexadecimal digits, after an optional 0x.");

        return HasValidCase(text, address)
            ? address
            : throw new FormatException($"The EIP-55 checksum of address {text} is wrong: look for a mistyped character.");
    }

    /// <summary>As <see cref="Parse"/>, without an exception.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Address address) =>
        TryReadDigits(text, out address) && HasValidCase(text, address);

    /// <summary>Writes the 20 bytes to the start of the destination.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], _c);
    }

    /// <summary>The 20 bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary><c>0x</c> and 40 digits, upper case where the checksum of EIP-55 says so.</summary>
    public override string ToString()
    {
        var digits = Convert.ToHexStringLower(ToArray());
        var hash = Keccak256.Hash(Encoding.ASCII.GetBytes(digits)).ToArray();
        return "0x" + string.Create(digits.Length, (digits, hash), static (text, state) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                var nibble = state.hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 0xf;
                text[i] = nibble >= 8 ? char.ToUpperInvariant(state.digits[i]) : state.digits[i];
            }
        });
    }

    private static bool TryReadDigits([NotNullWhen(true)] string? text, out Address address)
    {
        address = default;
        if (text is null || text.Length > 42 || !Hex.TryParse(text, out var bytes) || bytes.Length != Size)
            return false;

        address = new Address(bytes);
        return true;
    }

    private static bool HasValidCase(string text, Address address)
    {
        var digits = text.AsSpan(text.Length - 2 * Size);
        return digits.IndexOfAnyInRange('a', 'f') < 0
            || digits.IndexOfAnyInRange('A', 'F') < 0
            || digits.SequenceEqual(address.ToString().AsSpan(2));
    }
}
