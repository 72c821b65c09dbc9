using Opml.Ethereum.Keys;
using Opml.Ethereum.Rlp;

namespace Opml.Ethereum.Transactions;

/// <summary>Reads signed transactions back.</summary>
internal static class TransactionDecoder
{
    public static (Transaction Transaction, EcdsaSignature Signature) Decode(ReadOnlyMemory<byte> raw)
    {
        if (raw.IsEmpty)
            throw new RlpException("A transaction has at least one byte.");

        return raw.Span[0] switch
        {
            Eip1559Transaction.TypeByte => DecodeEip1559(Fields(raw[1..], 12)),
            >= 0xc0 => DecodeLegacy(Fields(raw, 9)),
            var type => throw new RlpException($"Transactions of type {type} are not read here: only legacy ones and type 2."),
        };
    }

    private static (Transaction Transaction, EcdsaSignature Signature) DecodeLegacy(IReadOnlyList<RlpItem> fields)
    {
        var v = fields[6].ToInteger();
        if (v < 35)
            throw new RlpException("The legacy transaction names no chain (EIP-155), and is refused: it could be replayed anywhere.");
        if ((v - 35) / 2 > ulong.MaxValue)
            throw new RlpException("The legacy transaction's chain id has over 64 bits.");

        var transaction = new LegacyTransaction
        {
            ChainId = (ulong)((v - 35) / 2),
            Nonce = fields[0].ToUInt64(),
            GasPrice = fields[1].ToInteger(),
            GasLimit = fields[2].ToUInt64(),
            To = ToAddress(fields[3]),
            Value = fields[4].ToInteger(),
            Data = fields[5].Bytes,
        };
        return (transaction, new EcdsaSignature(fields[7].ToInteger(), fields[8].ToInteger(), (byte)((v - 35) % 2)));
    }

    private static (Transaction Transaction, EcdsaSignature Signature) DecodeEip1559(IReadOnlyList<RlpItem> fields)
    {
        var parity = fields[9].ToUInt64();
        if (parity > 1)
            throw new RlpException("The parity of a type 2 transaction's signature is 0 or 1.");

        var transaction = new Eip1559Transaction
        {
            ChainId = fields[0].ToUInt64(),
            Nonce = fields[1].ToUInt64(),
            MaxPriorityFeePerGas = fields[2].ToInteger(),
            MaxFeePerGas = fields[3].ToInteger(),
            GasLimit = fields[4].ToUInt64(),
            To = ToAddress(fields[5]),
            Value = fields[6].ToInteger(),
            Data = fields[7].Bytes,
            AccessList = [.. fields[8].Items.Select(ToAccessListEntry)],
        };
        return (transaction, new EcdsaSignature(fields[10].ToInteger(), fields[11].ToInteger(), (byte)parity));
    }

    private static IReadOnlyList<RlpItem> Fields(ReadOnlyMemory<byte> encoded, int count)
    {
        var fields = RlpItem.Decode(encoded).Items;
        return fields.Count == count ? fields : throw new RlpException($"The transaction has {fields.Count} fields instead of {count}.");
    }

    private static AccessListEntry ToAccessListEntry(RlpItem item) => item.Items is [var address, var keys]
        ? new AccessListEntry(
            ToAddress(address) ?? throw new RlpException("An access list names no account."),
            [.. keys.Items.Select(key => key.Bytes.Length == Hash32.Size
                ? new Hash32(key.Bytes.Span)
                : throw new RlpException($"A storage key has {key.Bytes.Length} bytes instead of {Hash32.Size}."))])
        : throw new RlpException("An entry of an access list is an account and its slots.");

    private static Address? ToAddress(RlpItem item) => item.Bytes.Length switch
    {
        0 => null,
        Address.Size => new Address(item.Bytes.Span),
        var length => throw new RlpException($"The address in the transaction has {length} bytes instead of {Address.Size}."),
    };
}
