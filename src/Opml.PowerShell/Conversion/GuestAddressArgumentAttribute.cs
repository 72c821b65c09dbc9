using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Opml.Mips.Elf;
using Opml.Mips.Insight;

namespace Opml.PowerShell.Conversion;

/// <summary>Lets a parameter take places in a guest's memory as numbers, or as text such as <c>main.weights+0x40</c>.</summary>
public sealed class GuestAddressArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = ByteArrays.Base(inputData);
        return value is IEnumerable many and not string ? many.Cast<object>().Select(ByteArrays.Base).Select(One).ToArray() : new[] { One(value) };
    }

    private static GuestAddress One(object? value) => value switch
    {
        GuestAddress address => address,
        string { Length: > 0 } text => new GuestAddress(text),
        Symbol symbol => Number(symbol.Address),
        int number => Number(unchecked((uint)number)), // PowerShell reads 0x80000000 as a negative number
        uint number => Number(number),
        long and >= 0 and <= uint.MaxValue => Number((uint)(long)value),
        ulong and <= uint.MaxValue => Number((uint)(ulong)value),
        _ => throw new ArgumentTransformationMetadataException(
            $"An address was wanted (a number of 32 bits, a symbol, a register, or one of these and an offset), not {value ?? "null"}."),
    };

    private static GuestAddress Number(uint address) => new("0x" + address.ToString("x8", CultureInfo.InvariantCulture));
}
