using System.Numerics;
using Opml.Ethereum.Keys;
using Opml.Ethereum.Rlp;

namespace Opml.Ethereum.Transactions;

/// <summary>A transaction that pays the base fee and a tip (EIP-1559, type 2).</summary>
public sealed record Eip1559Transaction : Transaction
{
    /// <summary>The type's byte in front of the encoding (EIP-2718).</summary>
    public const byte TypeByte = 2;

    /// <summary>The tip, in wei a gas.</summary>
    public required BigInteger MaxPriorityFeePerGas { get; init; }

    /// <summary>The most that base fee and tip may come to, in wei a gas.</summary>
    public required BigInteger MaxFeePerGas { get; init; }

    /// <summary>Accounts and slots announced.</summary>
    public IReadOnlyList<AccessListEntry> AccessList { get; init; } = [];

    internal override byte[] SigningPayload() => [TypeByte, .. RlpItem.List(Fields()).Encode()];

    internal override byte[] Encode(EcdsaSignature signature) =>
    [
        TypeByte,
        .. RlpItem.List(
            [.. Fields(), RlpItem.FromInteger(signature.RecoveryId), RlpItem.FromInteger(signature.R), RlpItem.FromInteger(signature.S)])
            .Encode(),
    ];

    private RlpItem[] Fields() =>
    [
        RlpItem.FromInteger(ChainId),
        RlpItem.FromInteger(Nonce),
        RlpItem.FromInteger(MaxPriorityFeePerGas),
        RlpItem.FromInteger(MaxFeePerGas),
        RlpItem.FromInteger(GasLimit),
        ToItem(To),
        RlpItem.FromInteger(Value),
        RlpItem.FromBytes(Data),
        RlpItem.List(AccessList.Select(entry => RlpItem.List(
            RlpItem.FromBytes(entry.Address.ToArray()),
            RlpItem.List(entry.StorageKeys.Select(key => RlpItem.FromBytes(key.ToArray())))))),
    ];
}
