using System.Numerics;
using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Oracle;

/// <summary>What the oracle keeps of a request.</summary>
/// <param name="Account">Who made it, and has what is left of its ether.</param>
/// <param name="GasLimit">Gas of the callback.</param>
/// <param name="Delivered">The attempt whose result was delivered last; 0 before the first.</param>
/// <param name="Stage">Where it stands.</param>
/// <param name="AtOnce">Whether live results are delivered too.</param>
/// <param name="Failed">Whether the last callback failed.</param>
/// <param name="EarlyPaid">Whether the deposit for live results is spent.</param>
/// <param name="CallbackContract">Who is called; zero for nobody.</param>
/// <param name="Number">The number that the model was asked by; 0 for its key.</param>
/// <param name="DepositGas">Gas that one deposit pays.</param>
/// <param name="OwnerFee">Wei for the number's owner.</param>
/// <param name="GasPrice">Wei a gas of the deposits.</param>
public sealed record OracleEntry(
    Address Account,
    ulong GasLimit,
    uint Delivered,
    OracleStage Stage,
    bool AtOnce,
    bool Failed,
    bool EarlyPaid,
    Address CallbackContract,
    ulong Number,
    ulong DepositGas,
    BigInteger OwnerFee,
    ulong GasPrice)
{
    /// <summary>Wei that the oracle holds for the request: the owner's fee and the deposits that are left.</summary>
    public BigInteger Held => Stage == OracleStage.Waiting
        ? OwnerFee + ((BigInteger)DepositGas * GasPrice * (AtOnce && !EarlyPaid ? 2 : 1))
        : 0;
}
