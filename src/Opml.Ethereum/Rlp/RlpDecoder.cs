namespace Opml.Ethereum.Rlp;

/// <summary>
/// Reads items strictly: every length is checked against the bytes at hand before anything is taken,
/// and only the one canonical encoding of an item is accepted.
/// </summary>
internal static class RlpDecoder
{
    public static RlpItem Read(ReadOnlyMemory<byte> encoded, int depth, out int length)
    {
        if (encoded.IsEmpty)
            throw new RlpException("RLP ends where an item is expected.");

        var first = encoded.Span[0];
        if (first < 0x80)
        {
            length = 1;
            return RlpItem.FromBytes(encoded[..1]);
        }

        var payload = ReadPayload(encoded, out length);
        if (first >= 0xc0)
            return ReadList(payload, depth);
        if (payload.Length == 1 && payload.Span[0] < 0x80)
            throw new RlpException($"The byte 0x{payload.Span[0]:x2} stands for itself in RLP: a length in front of it is not canonical.");

        return RlpItem.FromBytes(payload);
    }

    private static RlpItem ReadList(ReadOnlyMemory<byte> payload, int depth)
    {
        // Checked on the way down, so that hostile nesting cannot exhaust the stack.
        if (depth >= RlpItem.MaxDepth)
            throw new RlpException($"RLP lists are nested more than {RlpItem.MaxDepth} deep.");

        var items = new List<RlpItem>();
        while (!payload.IsEmpty)
        {
            items.Add(Read(payload, depth + 1, out var length));
            payload = payload[length..];
        }

        return RlpItem.FromDecoded([.. items]);
    }

    private static ReadOnlyMemory<byte> ReadPayload(ReadOnlyMemory<byte> encoded, out int length)
    {
        var span = encoded.Span;
        var code = span[0] - (span[0] < 0xc0 ? 0x80 : 0xc0);
        var count = Math.Max(0, code - 55);
        if (count >= span.Length)
            throw new RlpException("RLP ends inside a length.");

        ulong size = count == 0 ? (ulong)code : 0;
        foreach (var part in span.Slice(1, count))
            size = size << 8 | part;
        if (count > 0 && (span[1] == 0 || size < 56))
            throw new RlpException("An RLP length is not in its shortest form.");
        if (size > (ulong)(span.Length - 1 - count))
            throw new RlpException($"An RLP item claims {size} bytes, but {span.Length - 1 - count} are left.");

        length = 1 + count + (int)size;
        return encoded.Slice(1 + count, (int)size);
    }
}
