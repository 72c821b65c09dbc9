using Opml.Dispute.Devnet;
using Opml.Dispute.Sessions;
using Opml.Ethereum.Abi;

namespace Opml.PowerShell.Conversion;

/// <summary>Arguments of a contract's function, as scripts give them.</summary>
internal static class AbiArguments
{
    /// <summary>The values behind PowerShell's wrappers; arrays of numbers as bytes, accounts and contracts as their addresses, where the parameter wants those.</summary>
    public static object?[] From(IReadOnlyList<object?> given, IReadOnlyList<AbiParameter> parameters) =>
        [.. given.Select((value, i) => Convert(value, i < parameters.Count ? parameters[i].Type : null))];

    private static object? Convert(object? value, AbiType? type)
    {
        object? plain = value is null ? null : ByteArrays.Base(value);
        return type?.Kind switch
        {
            AbiKind.Address => plain switch
            {
                DevnetAccount account => account.Address,
                EthereumContract contract => contract.Address,
                _ => plain,
            },
            AbiKind.Bytes or AbiKind.FixedBytes => plain is System.Collections.IList { Count: 0 } ? Array.Empty<byte>() : plain is null ? null : ByteArrays.From(plain) ?? plain,
            AbiKind.Array or AbiKind.FixedArray when plain is System.Collections.IEnumerable items and not string =>
                items.Cast<object?>().Select(item => Convert(item, type.Element)).ToArray(),
            _ => plain,
        };
    }
}
