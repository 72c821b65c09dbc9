using Opml.Ethereum.Abi;
using Opml.Ethereum.Contracts;

namespace Opml.Dispute.Tests.Devnet;

/// <summary>
/// A contract made by hand: it keeps a number, says so in an event, refuses numbers over 999 by a custom error,
/// and burns all its gas when asked to.
/// </summary>
internal static class Box
{
    private static readonly ContractAbi s_abi = ContractAbi.FromDeclarations(
        "function set(uint256 value) payable",
        "function get() view returns (uint256)",
        "function burn()",
        "event Stored(address indexed account, uint256 value)",
        "error TooLarge(uint256 value, uint256 limit)");

    public static ContractArtifact Artifact { get; } = Make();

    private static ContractArtifact Make()
    {
        var runtime = EvmAssembler.Assemble($"""
            00 calldataload e0 shr
            dup1 {Digits(s_abi.Function("set").Selector)} eq @set jumpi
            dup1 {Digits(s_abi.Function("get").Selector)} eq @get jumpi
            dup1 {Digits(s_abi.Function("burn").Selector)} eq @burn jumpi
            00 00 revert

            :set
            04 calldataload
            03e7 dup2 gt @large jumpi
            dup1 00 sstore
            00 mstore
            caller {Digits(s_abi.Event("Stored").Topic)} 20 00 log2
            00 00 return

            :large
            {Digits(s_abi.Errors[0].Selector)} e0 shl 00 mstore
            04 mstore
            03e7 24 mstore
            44 00 revert

            :get
            00 sload 00 mstore 20 00 return

            :burn
            invalid
            """);
        return new ContractArtifact("Box", s_abi, EvmAssembler.Creation(runtime), runtime);
    }

    private static string Digits(object value) => value.ToString()![2..];
}
