using System.Numerics;
using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Oracle.Events;

/// <summary>A request was made.</summary>
/// <param name="Account">Who made it.</param>
/// <param name="RequestId">The request.</param>
/// <param name="ModelId">The model, by its number or its key.</param>
/// <param name="Input">The input; empty where it follows in pieces.</param>
/// <param name="CallbackContract">Who is called; zero for nobody.</param>
/// <param name="GasLimit">Gas of that call.</param>
/// <param name="CallbackData">What comes with it.</param>
public sealed record AICallbackRequest(
    Address Account, ulong RequestId, BigInteger ModelId, byte[] Input, Address CallbackContract, ulong GasLimit, byte[] CallbackData) : OracleEvent;
