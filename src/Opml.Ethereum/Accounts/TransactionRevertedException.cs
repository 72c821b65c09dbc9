using Opml.Ethereum.Abi;

namespace Opml.Ethereum.Accounts;

/// <summary>A transaction was mined and reverted; its gas is paid.</summary>
public sealed class TransactionRevertedException : RevertException
{
    /// <summary>A mined revert of the thing named.</summary>
    public TransactionRevertedException(string what, Revert revert, TransactionReceipt receipt, Exception? innerException = null)
        : base(what, revert, innerException) => Receipt = receipt;

    /// <summary>The receipt.</summary>
    public TransactionReceipt Receipt { get; }

    /// <inheritdoc/>
    public override RevertException WithAbi(ContractAbi? abi) =>
        TryDecode(abi, out var decoded) ? new TransactionRevertedException(What, decoded, Receipt, this) : this;
}
