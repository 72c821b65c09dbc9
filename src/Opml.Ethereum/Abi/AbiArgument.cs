using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Opml.Ethereum.Abi;

/// <summary>Reads what callers pass as arguments, and refuses by name what does not fit its type.</summary>
internal static class AbiArgument
{
    public static string Text(object? value, AbiType type, string name) => value as string ?? throw Unfit(value, type, name);

    public static ReadOnlyMemory<byte> Bytes(object? value, AbiType type, string name) => value switch
    {
        byte[] bytes => bytes,
        ReadOnlyMemory<byte> memory => memory,
        Memory<byte> memory => memory,
        Hash32 hash => hash.ToArray(),
        Selector selector => selector.ToArray(),
        Address address when type.Kind == AbiKind.Bytes || type.Size == Address.Size => address.ToArray(),
        string text when text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && Hex.TryParse(text, out var bytes) => bytes,
        _ => throw Unfit(value, type, name),
    };

    public static IReadOnlyList<object?> Items(object? value, AbiType type, string name)
    {
        if (value is null or string or not IEnumerable)
            throw Unfit(value, type, name);

        var items = value as IReadOnlyList<object?> ?? [.. ((IEnumerable)value).Cast<object?>()];
        if (type.Kind == AbiKind.FixedArray && items.Count != type.Size)
            throw new AbiException($"'{name}' is a {type.Name}, and {items.Count} values are given.");
        return items;
    }

    public static IReadOnlyList<object?> Fields(object? value, AbiType type, string name)
    {
        IReadOnlyList<object?> fields = value switch
        {
            AbiValues values => values,
            ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i])],
            IReadOnlyDictionary<string, object?> named => [.. type.Components.Select(c => Field(c, key => named.TryGetValue(key, out var field) ? field : null, type, name))],
            IDictionary named => [.. type.Components.Select(c => Field(c, key => named[key], type, name))],
            IReadOnlyList<object?> list => list,
            null or string => throw Unfit(value, type, name),
            IEnumerable items => [.. items.Cast<object?>()],
            _ => Properties(value, type, name),
        };
        return fields.Count == type.Components.Count
            ? fields
            : throw new AbiException($"'{name}' is a tuple of {type.Components.Count} values ({string.Join(", ", type.Components)}), and {fields.Count} are given.");
    }

    public static void WriteWord(AbiType type, object? value, string name, Span<byte> word)
    {
        switch (type.Kind)
        {
            case AbiKind.UnsignedInteger or AbiKind.SignedInteger:
                WriteInteger(type, value, name, word);
                break;
            case AbiKind.Address:
                AddressOf(value, type, name).CopyTo(word[12..]);
                break;
            case AbiKind.Boolean:
                word[31] = value is bool flag ? (byte)(flag ? 1 : 0) : throw Unfit(value, type, name);
                break;
            default:
                var bytes = Bytes(value, type, name).Span;
                if (bytes.Length != type.Size)
                    throw new AbiException($"'{name}' is a {type.Name}, and {bytes.Length} bytes are given.");
                bytes.CopyTo(word);
                break;
        }
    }

    private static void WriteInteger(AbiType type, object? value, string name, Span<byte> word)
    {
        var number = Integer(value) ?? throw Unfit(value, type, name);
        var signed = type.Kind == AbiKind.SignedInteger;
        var fits = signed ? number.GetBitLength() < type.Size : number.Sign >= 0 && number.GetBitLength() <= type.Size;
        if (!fits)
            throw new AbiException($"{number} does not fit into '{name}', a {type.Name}.");

        word.Fill((byte)(number.Sign < 0 ? 0xff : 0));
        number.TryWriteBytes(word[(32 - number.GetByteCount(!signed))..], out _, isUnsigned: !signed, isBigEndian: true);
    }

    private static BigInteger? Integer(object? value) => value switch
    {
        BigInteger number => number,
        Enum constant => Integer(System.Convert.ChangeType(constant, Enum.GetUnderlyingType(constant.GetType()), null)),
        byte or ushort or uint or ulong => System.Convert.ToUInt64(value, null),
        sbyte or short or int or long => System.Convert.ToInt64(value, null),
        UInt128 number => number,
        Int128 number => number,
        _ => null,
    };

    private static Address AddressOf(object? value, AbiType type, string name) => value switch
    {
        Address address => address,
        string text when Address.TryParse(text, out var address) => address,
        _ => throw Unfit(value, type, name),
    };

    private static object Field(AbiParameter component, Func<string, object?> find, AbiType type, string name) =>
        find(component.Name) ?? throw new AbiException($"'{name}', a {type.Name}, lacks a value for '{component.Name}'.");

    /// <summary>A record's properties by name, as <see cref="AbiValues.To{T}"/> would fill them.</summary>
    private static object?[] Properties(object value, AbiType type, string name)
    {
        var properties = value.GetType().GetProperties();
        return [.. type.Components.Select(c => Field(
            c,
            key => System.Array.Find(properties, p => p.Name.Equals(key.Trim('_'), StringComparison.OrdinalIgnoreCase))?.GetValue(value),
            type,
            name))];
    }

    private static AbiException Unfit(object? value, AbiType type, string name) =>
        new($"'{name}' is a {type.Name}, which a {value?.GetType().Name ?? "null"} cannot be written as.");
}
