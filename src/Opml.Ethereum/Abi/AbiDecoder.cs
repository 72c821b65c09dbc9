using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Opml.Ethereum.Abi;

/// <summary>
/// Reads values strictly, as Solidity's second ABI coder does: offsets and lengths are checked against the data before
/// memory is taken, and padding of integers, addresses, booleans and fixed bytes must be right. Each byte may be used
/// once: arrays that share their contents, with which a few bytes could claim gigabytes, are refused.
/// </summary>
internal sealed class AbiDecoder
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly ReadOnlyMemory<byte> _data;
    private long _budget;

    private AbiDecoder(ReadOnlyMemory<byte> data)
    {
        _data = data;
        _budget = data.Length;
    }

    public static object[] Decode(IReadOnlyList<AbiParameter> parameters, ReadOnlyMemory<byte> data) =>
        new AbiDecoder(data).ReadTuple(parameters, 0);

    private object[] ReadTuple(IReadOnlyList<AbiParameter> parameters, int start)
    {
        var values = new object[parameters.Count];
        var head = start;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ReadFromHead(parameters[i].Type, start, head, parameters[i].Name);
            head += parameters[i].Type.HeadSize;
        }

        return values;
    }

    private object[] ReadArray(AbiType element, int count, int start, string name)
    {
        if ((long)count * element.HeadSize > _data.Length - start)
            throw new AbiException($"The ABI array '{name}' claims {count} elements, more than its data hold.");

        var values = new object[count];
        for (var i = 0; i < count; i++)
            values[i] = ReadFromHead(element, start, start + i * element.HeadSize, name);
        return values;
    }

    private object ReadFromHead(AbiType type, int start, int head, string name)
    {
        if (!type.IsDynamic)
            return ReadStatic(type, head, name);

        var offset = ReadLength(head, name);
        if (offset > _data.Length - start)
            throw new AbiException($"The ABI offset {offset} of '{name}' lies outside of the data.");
        return ReadTail(type, start + offset, name);
    }

    private object ReadTail(AbiType type, int position, string name)
    {
        switch (type.Kind)
        {
            case AbiKind.Array:
                return ReadArray(type.Element!, ReadLength(position, name), position + 32, name);
            case AbiKind.FixedArray:
                return ReadArray(type.Element!, type.Size, position, name);
            case AbiKind.Tuple:
                return new AbiValues(type.Components, ReadTuple(type.Components, position));
        }

        var length = ReadLength(position, name);
        if (length > _data.Length - position - 32)
            throw new AbiException($"The ABI value '{name}' claims {length} bytes, and {_data.Length - position - 32} are left.");

        Use(length);
        var bytes = _data.Span.Slice(position + 32, length);
        return type.Kind == AbiKind.Bytes ? bytes.ToArray() : ReadText(bytes, name);
    }

    private object ReadStatic(AbiType type, int position, string name)
    {
        if (type.Kind == AbiKind.FixedArray)
            return ReadArray(type.Element!, type.Size, position, name);
        if (type.Kind == AbiKind.Tuple)
            return new AbiValues(type.Components, ReadTuple(type.Components, position));

        var word = ReadWord(position, name);
        return type.Kind switch
        {
            AbiKind.UnsignedInteger => ReadUnsigned(word, type, name),
            AbiKind.SignedInteger => ReadSigned(word, type, name),
            AbiKind.Address when !word[..12].ContainsAnyExcept((byte)0) => new Address(word[12..]),
            AbiKind.Boolean when !word[..31].ContainsAnyExcept((byte)0) && word[31] <= 1 => word[31] == 1,
            AbiKind.FixedBytes when !word[type.Size..].ContainsAnyExcept((byte)0) =>
                type.Size == Hash32.Size ? new Hash32(word) : word[..type.Size].ToArray(),
            _ => throw new AbiException($"The word of '{name}' is no clean {type.Name}: its padding is not zero."),
        };
    }

    private static BigInteger ReadUnsigned(ReadOnlySpan<byte> word, AbiType type, string name)
    {
        var value = new BigInteger(word, isUnsigned: true, isBigEndian: true);
        return value.GetBitLength() <= type.Size
            ? value
            : throw new AbiException($"The ABI value of '{name}' is too large for {type.Name}.");
    }

    private static BigInteger ReadSigned(ReadOnlySpan<byte> word, AbiType type, string name)
    {
        var value = new BigInteger(word, isUnsigned: false, isBigEndian: true);
        return value.GetBitLength() < type.Size
            ? value
            : throw new AbiException($"The ABI value of '{name}' is too large for {type.Name}.");
    }

    private static string ReadText(ReadOnlySpan<byte> bytes, string name)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new AbiException($"The ABI string '{name}' is not valid UTF-8.");
        }
    }

    private int ReadLength(int position, string name)
    {
        var word = ReadWord(position, name);
        var value = BinaryPrimitives.ReadInt32BigEndian(word[28..]);
        return word[..28].ContainsAnyExcept((byte)0) || value < 0
            ? throw new AbiException($"An ABI offset or length of '{name}' is far beyond the data.")
            : value;
    }

    private ReadOnlySpan<byte> ReadWord(int position, string name)
    {
        if (position < 0 || position > _data.Length - 32)
            throw new AbiException($"The ABI data end at byte {_data.Length}, inside the value '{name}'.");

        Use(32);
        return _data.Span.Slice(position, 32);
    }

    private void Use(int bytes)
    {
        _budget -= bytes;
        if (_budget < 0)
            throw new AbiException("ABI values overlap: the data are smaller than what they claim to hold.");
    }
}
