using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Opml.Ethereum.Abi;

/// <summary>The first four bytes of the Keccak-256 of a signature: what names a function or an error in call data.</summary>
/// <param name="Value">The bytes as a big-endian number.</param>
public readonly record struct Selector(uint Value)
{
    /// <summary>The number of bytes.</summary>
    public const int Size = 4;

    /// <summary>The selector of a canonical signature, such as <c>transfer(address,uint256)</c>.</summary>
    public static Selector Of(string signature)
    {
        Span<byte> hash = stackalloc byte[Hash32.Size];
        Keccak256.Hash(Encoding.UTF8.GetBytes(signature)).CopyTo(hash);
        return Read(hash);
    }

    /// <summary>The selector in front of call data or revert data.</summary>
    /// <exception cref="AbiException">There are fewer than four bytes.</exception>
    public static Selector Read(ReadOnlySpan<byte> data) => data.Length >= Size
        ? new Selector(BinaryPrimitives.ReadUInt32BigEndian(data))
        : throw new AbiException($"{data.Length} bytes hold no 4-byte selector.");

    /// <summary>The four bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Value);
        return bytes;
    }

    /// <summary><c>0x</c> and eight digits.</summary>
    public override string ToString() => "0x" + Value.ToString("x8", CultureInfo.InvariantCulture);
}
