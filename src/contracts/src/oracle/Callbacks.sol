// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAIOracleCallback} from "./IAIOracleCallback.sol";

/// @title The call into a user's contract
/// @notice It gets the gas that was agreed, neither more nor less, and can do no more than fail: what it returns is not
/// copied.
library Callbacks {
    /// @dev Gas that is kept back for all that follows the call.
    uint256 private constant RESERVE = 60000;

    /// @notice The call would not get its gas: send the transaction with this much left here, and more.
    error TooLittleGas(uint256 needed, uint256 left);

    /// @notice Calls a contract.
    /// @param target The contract.
    /// @param gasLimit The gas that it gets, exactly.
    /// @param message The call's data.
    /// @return success Whether there is a contract and it did not fail.
    function send(address target, uint256 gasLimit, bytes memory message) internal returns (bool success) {
        if (target.code.length == 0) return false;
        // A call gets 63/64 of what is left at most (EIP-150), silently.
        uint256 needed = gasLimit + gasLimit / 63 + 1 + RESERVE;
        uint256 left = gasleft();
        if (left < needed) revert TooLittleGas(needed, left);
        assembly ("memory-safe") {
            success := call(gasLimit, target, 0, add(message, 0x20), mload(message), 0, 0)
        }
    }

    /// @notice The message that carries an output.
    function outputMessage(uint256 requestId, bytes memory output, bytes memory callbackData)
        internal
        pure
        returns (bytes memory)
    {
        return abi.encodeCall(IAIOracleCallback.aiOracleCallback, (requestId, output, callbackData));
    }

    /// @notice The message that says why there is no output.
    function errorMessage(uint256 requestId, uint8 code, bytes memory callbackData) internal pure returns (bytes memory) {
        return abi.encodeCall(
            IAIOracleCallback.aiOracleCallbackError, (requestId, code, bytes(reason(code)), callbackData)
        );
    }

    /// @notice Why a run has no output, in words.
    /// @param code Its last state's status, 1 to 3; 4 for one that succeeded with too long an output.
    function reason(uint8 code) internal pure returns (string memory) {
        if (code == 1) return "the program failed";
        if (code == 2) return "the program trapped";
        if (code == 3) return "the step limit was reached";
        return "the output is too long";
    }
}
