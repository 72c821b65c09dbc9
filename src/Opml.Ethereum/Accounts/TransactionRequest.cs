using System.Numerics;
using Opml.Ethereum.Abi;
using Opml.Ethereum.Transactions;

namespace Opml.Ethereum.Accounts;

/// <summary>What an account is to send; nonce, chain and fees are its sender's matter.</summary>
public sealed record TransactionRequest
{
    /// <summary>The recipient; null to create a contract.</summary>
    public Address? To { get; init; }

    /// <summary>Call data, or creation code.</summary>
    public byte[] Data { get; init; } = [];

    /// <summary>Wei to send along.</summary>
    public BigInteger Value { get; init; }

    /// <summary>
    /// The gas limit; estimated on the present state, with a margin, unless set. Set it to send what is expected to revert,
    /// or what other transactions on their way may make dearer than the margin covers.
    /// </summary>
    public ulong? GasLimit { get; init; }

    /// <summary>The ABI to read custom errors with.</summary>
    public ContractAbi? Abi { get; init; }

    /// <summary>What error messages call it: a function's name, say.</summary>
    public string Label { get; init; } = "The transaction";

    /// <summary>
    /// Given each transaction between signing it and handing it in, to note it down: whoever is killed then can hand the same
    /// one in again. It is signed anew, and told again, only where its nonce turned out to be used, or where it is replaced at a higher price
    /// while somebody waits for it: then either version may be mined. Nothing is handed in before its task has completed, nor when it fails.
    /// </summary>
    public Func<SignedTransaction, CancellationToken, Task>? OnSigned { get; init; }
}
