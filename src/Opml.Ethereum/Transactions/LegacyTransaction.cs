using System.Numerics;
using Opml.Ethereum.Keys;
using Opml.Ethereum.Rlp;

namespace Opml.Ethereum.Transactions;

/// <summary>A transaction of the first kind, protected against replay on other chains (EIP-155).</summary>
public sealed record LegacyTransaction : Transaction
{
    /// <summary>Wei a gas.</summary>
    public required BigInteger GasPrice { get; init; }

    internal override byte[] SigningPayload() =>
        RlpItem.List([.. Fields(), RlpItem.FromInteger(ChainId), RlpItem.FromInteger(0), RlpItem.FromInteger(0)]).Encode();

    internal override byte[] Encode(EcdsaSignature signature) =>
        RlpItem.List(
            [.. Fields(), RlpItem.FromInteger(35 + 2 * (BigInteger)ChainId + signature.RecoveryId), RlpItem.FromInteger(signature.R), RlpItem.FromInteger(signature.S)])
            .Encode();

    private RlpItem[] Fields() =>
    [
        RlpItem.FromInteger(Nonce),
        RlpItem.FromInteger(GasPrice),
        RlpItem.FromInteger(GasLimit),
        ToItem(To),
        RlpItem.FromInteger(Value),
        RlpItem.FromBytes(Data),
    ];
}
