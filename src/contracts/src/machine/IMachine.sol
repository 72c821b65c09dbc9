// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title One step of a deterministic machine
/// @notice The game calls this by STATICCALL and believes what it returns, so an implementation must be a function of
/// its arguments alone: the same witness gives the same hash, now and later, whoever asks. Declare it `pure` where the
/// language allows.
interface IMachine {
    /// @notice Executes one step from the state that a witness spells out.
    /// @dev Reverts only for a malformed witness or proof (and for want of gas); every state has a successor. A state
    /// that no longer runs steps to itself.
    /// @param witness The state before the step: 190 bytes, laid out as in State.sol.
    /// @param proof What the step reads of memory, in the machine's own encoding.
    /// @return stateHash The hash of the state after the step, as State.hash gives it.
    function step(bytes calldata witness, bytes calldata proof) external view returns (bytes32 stateHash);
}
