using System.Numerics;

namespace Opml.Ethereum.Rlp;

/// <summary>
/// One item of the recursive length prefix encoding (Ethereum yellow paper, appendix B): a byte string, or a list of items.
/// </summary>
public sealed class RlpItem
{
    /// <summary>How deep lists may be nested, decoded or built; a transaction needs four levels.</summary>
    public const int MaxDepth = 64;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly RlpItem[]? _items;
    private readonly int _depth;

    private RlpItem(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        PayloadLength = bytes.Length;
    }

    private RlpItem(RlpItem[] items)
    {
        _items = items;
        foreach (var item in items)
        {
            PayloadLength = checked(PayloadLength + item.EncodedLength);
            _depth = Math.Max(_depth, item._depth);
        }

        if (++_depth > MaxDepth)
            throw new RlpException($"RLP lists are nested more than {MaxDepth} deep.");
    }

    /// <summary>Whether this is a list.</summary>
    public bool IsList => _items is not null;

    /// <summary>The byte string.</summary>
    /// <exception cref="RlpException">This is a list.</exception>
    public ReadOnlyMemory<byte> Bytes => _items is null
        ? _bytes
        : throw new RlpException("An RLP list stands where a byte string is expected.");

    /// <summary>The items of the list.</summary>
    /// <exception cref="RlpException">This is a byte string.</exception>
    public IReadOnlyList<RlpItem> Items => _items
        ?? throw new RlpException("An RLP byte string stands where a list is expected.");

    internal int PayloadLength { get; }

    internal int EncodedLength => IsSingleByte ? 1 : checked(PayloadLength + 1 + (PayloadLength < 56 ? 0 : BytesOf(PayloadLength)));

    private bool IsSingleByte => _items is null && _bytes.Length == 1 && _bytes.Span[0] < 0x80;

    /// <summary>A byte string. The memory is not copied.</summary>
    public static RlpItem FromBytes(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <summary>A number: big-endian, without leading zeros, so that zero is the empty string.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public static RlpItem FromInteger(BigInteger value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return new RlpItem(value.IsZero ? [] : value.ToByteArray(isUnsigned: true, isBigEndian: true));
    }

    /// <summary>A list.</summary>
    /// <exception cref="RlpException">Lists are nested too deep.</exception>
    public static RlpItem List(params IEnumerable<RlpItem> items) => new([.. items]);

    /// <summary>Reads exactly one item. The items refer to the memory given; nothing is copied.</summary>
    /// <exception cref="RlpException">
    /// The bytes end early, or go on after the item, a length has a shorter spelling, or lists are nested too deep.
    /// </exception>
    public static RlpItem Decode(ReadOnlyMemory<byte> encoded)
    {
        var item = RlpDecoder.Read(encoded, 0, out var length);
        return length == encoded.Length
            ? item
            : throw new RlpException($"{encoded.Length - length} bytes follow the RLP item.");
    }

    /// <summary>The encoded bytes.</summary>
    public byte[] Encode()
    {
        var encoded = new byte[EncodedLength];
        Write(encoded);
        return encoded;
    }

    /// <summary>The byte string as a number: big-endian, without leading zeros, of at most 32 bytes.</summary>
    /// <exception cref="RlpException">It is none, or too long.</exception>
    public BigInteger ToInteger()
    {
        var bytes = Bytes.Span;
        if (bytes.Length > 32)
            throw new RlpException($"An RLP number has {bytes.Length} bytes: at most 32 are allowed.");
        if (bytes.Length > 0 && bytes[0] == 0)
            throw new RlpException("An RLP number begins with a zero byte.");

        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
    }

    /// <summary>As <see cref="ToInteger"/>, of at most 8 bytes.</summary>
    /// <exception cref="RlpException">It is none, or too long.</exception>
    public ulong ToUInt64() => Bytes.Length <= 8
        ? (ulong)ToInteger()
        : throw new RlpException($"An RLP number has {Bytes.Length} bytes: at most 8 are allowed here.");

    internal static RlpItem FromDecoded(RlpItem[] items) => new(items);

    private static int BytesOf(int length) => 4 - BitOperations.LeadingZeroCount((uint)length) / 8;

    private int Write(Span<byte> destination)
    {
        if (IsSingleByte)
        {
            destination[0] = _bytes.Span[0];
            return 1;
        }

        var position = WriteHeader(destination);
        if (_items is null)
        {
            _bytes.Span.CopyTo(destination[position..]);
            return position + _bytes.Length;
        }

        foreach (var item in _items)
            position += item.Write(destination[position..]);
        return position;
    }

    private int WriteHeader(Span<byte> destination)
    {
        var start = IsList ? 0xc0 : 0x80;
        if (PayloadLength < 56)
        {
            destination[0] = (byte)(start + PayloadLength);
            return 1;
        }

        var count = BytesOf(PayloadLength);
        destination[0] = (byte)(start + 55 + count);
        for (var i = 0; i < count; i++)
            destination[1 + i] = (byte)(PayloadLength >> 8 * (count - 1 - i));
        return 1 + count;
    }
}
