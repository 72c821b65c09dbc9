using Opml.Ethereum.Keys;

namespace Opml.Ethereum.Transactions;

/// <summary>A transaction with its signature, ready to be handed in.</summary>
public sealed class SignedTransaction
{
    internal SignedTransaction(Transaction transaction, EcdsaSignature signature, byte[] raw, Address sender)
    {
        Transaction = transaction;
        Signature = signature;
        Raw = raw;
        Sender = sender;
        Hash = Keccak256.Hash(raw);
    }

    /// <summary>What was signed.</summary>
    public Transaction Transaction { get; }

    /// <summary>The signature.</summary>
    public EcdsaSignature Signature { get; }

    /// <summary>The encoding that goes to a node.</summary>
    public byte[] Raw { get; }

    /// <summary>The transaction's hash.</summary>
    public Hash32 Hash { get; }

    /// <summary>The account that signed.</summary>
    public Address Sender { get; }

    /// <summary>Reads a legacy (EIP-155) or EIP-1559 transaction and recovers its sender from the signature.</summary>
    /// <exception cref="Rlp.RlpException">The bytes are no such transaction.</exception>
    /// <exception cref="EthereumException">The signature is not valid.</exception>
    public static SignedTransaction Decode(ReadOnlyMemory<byte> raw)
    {
        var (transaction, signature) = TransactionDecoder.Decode(raw);
        return new SignedTransaction(transaction, signature, raw.ToArray(), signature.Recover(transaction.SigningHash));
    }
}
