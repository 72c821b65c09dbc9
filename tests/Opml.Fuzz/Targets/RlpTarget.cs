using System.Security.Cryptography;
using Opml.Ethereum;
using Opml.Ethereum.Keys;
using Opml.Ethereum.Rlp;
using Opml.Ethereum.Transactions;

namespace Opml.Fuzz.Targets;

/// <summary>RLP items and signed transactions: what is read must be written back to the byte.</summary>
internal static class RlpTarget
{
    public static FuzzTarget CreateItem() => new("rlp", ReadItem, [typeof(RlpException)], ItemSeeds, []);

    public static FuzzTarget CreateTransaction() => new(
        "transaction", ReadTransaction, [typeof(RlpException), typeof(EthereumException), typeof(FormatException), typeof(CryptographicException)], TransactionSeeds, []);

    private static void ReadItem(byte[] input)
    {
        if (!RlpItem.Decode(input).Encode().AsSpan().SequenceEqual(input)) throw new InvalidOperationException("It is written otherwise than it was read.");
    }

    private static void ReadTransaction(byte[] input)
    {
        SignedTransaction signed = SignedTransaction.Decode(input);
        if (!signed.Raw.ToArray().AsSpan().SequenceEqual(input)) throw new InvalidOperationException("It is written otherwise than it was read.");
    }

    private static IEnumerable<byte[]> ItemSeeds()
    {
        yield return [0x80];
        yield return [0xc0];
        yield return RlpItem.List(RlpItem.FromInteger(1024), RlpItem.List(RlpItem.FromBytes(new byte[60])), RlpItem.FromBytes("dog"u8.ToArray())).Encode();
    }

    private static IEnumerable<byte[]> TransactionSeeds()
    {
        using PrivateKey key = PrivateKey.Parse(new string('1', 64));
        Address to = Address.Parse("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
        yield return new Eip1559Transaction { ChainId = 31337, Nonce = 3, GasLimit = 21000, MaxFeePerGas = 100, MaxPriorityFeePerGas = 1, To = to, Value = 5, Data = new byte[] { 1, 2 } }.Sign(key).Raw.ToArray();
        yield return new LegacyTransaction { ChainId = 31337, Nonce = 3, GasLimit = 21000, GasPrice = 100, To = to, Value = 5 }.Sign(key).Raw.ToArray();
    }
}
