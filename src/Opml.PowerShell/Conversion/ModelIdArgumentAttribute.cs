using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using Opml.Ethereum;

namespace Opml.PowerShell.Conversion;

/// <summary>A parameter that takes a model's key, or its number at an oracle, which becomes 32 bytes, big-endian.</summary>
public sealed class ModelIdArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => ByteArrays.Base(inputData) switch
    {
        Hash32 hash => hash,
        string text when Hash32.TryParse(text, out Hash32 hash) => hash,
        string text when ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) => FromNumber(number),
        int number and > 0 => FromNumber((ulong)number),
        uint number => FromNumber(number),
        long number and > 0 => FromNumber((ulong)number),
        ulong number => FromNumber(number),
        BigInteger number when number.Sign > 0 && number <= ulong.MaxValue => FromNumber((ulong)number),
        var value => throw new ArgumentTransformationMetadataException($"'{value}' is no model: write its key, 0x and 64 hex digits, or the number that it has at the oracle."),
    };

    /// <summary>Whether a model id is a number at an oracle.</summary>
    internal static bool IsNumber(Hash32 modelId) => !modelId.ToArray().AsSpan(0, Hash32.Size - sizeof(ulong)).ContainsAnyExcept((byte)0);

    private static Hash32 FromNumber(ulong number)
    {
        byte[] bytes = new byte[Hash32.Size];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(Hash32.Size - sizeof(ulong)), number);
        return new Hash32(bytes);
    }
}
