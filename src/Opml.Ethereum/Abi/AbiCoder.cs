namespace Opml.Ethereum.Abi;

/// <summary>Encodes and decodes lists of values, as Solidity's abi.encode and abi.decode do.</summary>
public static class AbiCoder
{
    /// <summary>
    /// Encodes values. Integers may be any integer type or an enumeration; bytes a byte array, memory, <see cref="Hash32"/> or
    /// 0x text; arrays any enumerable; tuples a value tuple, a list, a dictionary by name, or an object with such properties.
    /// </summary>
    /// <exception cref="AbiException">The values do not fit.</exception>
    public static byte[] Encode(IReadOnlyList<AbiParameter> parameters, params IReadOnlyList<object?> values) =>
        AbiEncoder.Encode(parameters, values, []);

    /// <summary>As <see cref="Encode(IReadOnlyList{AbiParameter}, IReadOnlyList{object})"/>, the types given as text: <c>uint256, bytes32[]</c>.</summary>
    /// <exception cref="AbiException">The types are none, or the values do not fit.</exception>
    public static byte[] Encode(string types, params IReadOnlyList<object?> values) => Encode(AbiParameter.ParseList(types), values);

    /// <summary>Decodes values. Bytes after the last value are let pass, as in Solidity.</summary>
    /// <exception cref="AbiException">The data are no valid encoding of these types.</exception>
    public static AbiValues Decode(IReadOnlyList<AbiParameter> parameters, ReadOnlyMemory<byte> data) =>
        new(parameters, AbiDecoder.Decode(parameters, data));

    /// <summary>As <see cref="Decode(IReadOnlyList{AbiParameter}, ReadOnlyMemory{byte})"/>, the types given as text.</summary>
    /// <exception cref="AbiException">The types are none, or the data are no valid encoding.</exception>
    public static AbiValues Decode(string types, ReadOnlyMemory<byte> data) => Decode(AbiParameter.ParseList(types), data);
}
