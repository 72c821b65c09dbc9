namespace Opml.Ethereum.Abi;

/// <summary>A call, an estimate or a transaction reverted.</summary>
public class RevertException : EthereumException
{
    /// <summary>A revert of the thing named.</summary>
    /// <param name="what">What reverted, to begin the message with.</param>
    /// <param name="revert">Why.</param>
    /// <param name="innerException">The error of which it was read, if any.</param>
    public RevertException(string what, Revert revert, Exception? innerException = null)
        : base($"{what} {revert.Message}.", innerException)
    {
        What = what;
        Revert = revert;
    }

    /// <summary>What reverted.</summary>
    public string What { get; }

    /// <summary>Why.</summary>
    public Revert Revert { get; }

    /// <summary>The same error with its data read by an ABI; itself when they were understood before or the ABI does not help.</summary>
    public virtual RevertException WithAbi(ContractAbi? abi) =>
        TryDecode(abi, out var decoded) ? new RevertException(What, decoded, this) : this;

    /// <summary>Whether an ABI tells more than is known.</summary>
    protected bool TryDecode(ContractAbi? abi, out Revert decoded)
    {
        decoded = abi is null || Revert.ErrorName is not null ? Revert : Revert.Decode(Revert.Data, abi);
        return decoded.ErrorName != Revert.ErrorName;
    }
}
