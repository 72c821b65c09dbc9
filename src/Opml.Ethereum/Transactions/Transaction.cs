using System.Numerics;
using Opml.Ethereum.Keys;
using Opml.Ethereum.Rlp;

namespace Opml.Ethereum.Transactions;

/// <summary>A transaction that is not signed yet.</summary>
public abstract record Transaction
{
    /// <summary>The chain that it is meant for (EIP-155); a node of another chain refuses it.</summary>
    public required ulong ChainId { get; init; }

    /// <summary>The number of transactions that the sender sent before.</summary>
    public required ulong Nonce { get; init; }

    /// <summary>The most gas that it may use.</summary>
    public required ulong GasLimit { get; init; }

    /// <summary>The recipient; null to create a contract.</summary>
    public Address? To { get; init; }

    /// <summary>Wei to send along.</summary>
    public BigInteger Value { get; init; }

    /// <summary>Call data, or creation code.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The digest that the sender signs.</summary>
    public Hash32 SigningHash => Keccak256.Hash(SigningPayload());

    /// <summary>Signs it.</summary>
    public SignedTransaction Sign(PrivateKey key)
    {
        var signature = key.Sign(SigningHash);
        return new SignedTransaction(this, signature, Encode(signature), key.Address);
    }

    /// <summary>The address of the contract that an account creates with a transaction of this nonce.</summary>
    public static Address ContractAddress(Address creator, ulong nonce)
    {
        var encoded = RlpItem.List(RlpItem.FromBytes(creator.ToArray()), RlpItem.FromInteger(nonce)).Encode();
        return new Address(Keccak256.Hash(encoded).ToArray().AsSpan(12));
    }

    internal abstract byte[] SigningPayload();

    internal abstract byte[] Encode(EcdsaSignature signature);

    private protected static RlpItem ToItem(Address? to) => RlpItem.FromBytes(to?.ToArray() ?? []);
}
