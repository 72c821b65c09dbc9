namespace Opml.Ethereum.Abi;

/// <summary>What a function may do with the state, as the JSON ABI says.</summary>
public enum StateMutability
{
    /// <summary>Writes state, takes no ether.</summary>
    NonPayable,

    /// <summary>Writes state and takes ether.</summary>
    Payable,

    /// <summary>Reads state.</summary>
    View,

    /// <summary>Touches no state.</summary>
    Pure,
}
