// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What an oracle calls in users' contracts
/// @notice A callback contract takes these calls from its oracle alone.
interface IAIOracleCallback {
    /// @notice The result of a run that succeeded. Selector 0xb0347814.
    /// @param requestId The request.
    /// @param output The output's bytes.
    /// @param callbackData What the request carried.
    function aiOracleCallback(uint256 requestId, bytes calldata output, bytes calldata callbackData) external;

    /// @notice The run failed: there is no output. Selector 0x8e6fd006.
    /// @param requestId The request.
    /// @param code Why: 1 the program failed, 2 it trapped, 3 it reached the step limit, 4 its output is too long.
    /// @param message The same in words (ASCII).
    /// @param callbackData What the request carried.
    function aiOracleCallbackError(uint256 requestId, uint8 code, bytes calldata message, bytes calldata callbackData)
        external;
}
