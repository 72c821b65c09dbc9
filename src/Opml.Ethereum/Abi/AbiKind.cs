namespace Opml.Ethereum.Abi;

/// <summary>The families of ABI types (Contract ABI Specification, "Types").</summary>
public enum AbiKind
{
    /// <summary>uint8 to uint256.</summary>
    UnsignedInteger,

    /// <summary>int8 to int256, two's complement.</summary>
    SignedInteger,

    /// <summary>address, 20 bytes.</summary>
    Address,

    /// <summary>bool, one word of 0 or 1.</summary>
    Boolean,

    /// <summary>bytes1 to bytes32, and function (24 bytes): left-aligned in their word.</summary>
    FixedBytes,

    /// <summary>bytes of any length.</summary>
    Bytes,

    /// <summary>string, in UTF-8.</summary>
    String,

    /// <summary>T[], of any length.</summary>
    Array,

    /// <summary>T[k].</summary>
    FixedArray,

    /// <summary>A tuple, which Solidity calls a struct.</summary>
    Tuple,
}
