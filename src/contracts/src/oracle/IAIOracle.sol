// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What users' contracts know of an oracle
/// @notice The functions and events of ORA's Onchain AI Oracle (OAO), so that contracts written for it work unchanged.
interface IAIOracle {
    /// @notice A request was made.
    /// @param account Who made it, and who has what is left of its ether.
    /// @param requestId The request.
    /// @param modelId The model, as the caller named it.
    /// @param input The input; empty where it follows in pieces.
    /// @param callbackContract Who is called with the result; zero for nobody.
    /// @param gasLimit Gas of that call.
    /// @param callbackData What comes with it.
    event AICallbackRequest(
        address indexed account,
        uint256 indexed requestId,
        uint256 modelId,
        bytes input,
        address callbackContract,
        uint64 gasLimit,
        bytes callbackData
    );

    /// @notice A result with an output was delivered.
    /// @param account Who made the request.
    /// @param requestId The request.
    /// @param invoker Who delivered it.
    /// @param output The output.
    event AICallbackResult(address indexed account, uint256 indexed requestId, address invoker, bytes output);

    /// @notice Asks for a model's result on an input.
    /// @param modelId The model.
    /// @param input 1 byte or more.
    /// @param callbackContract Who is called with the result; zero for nobody.
    /// @param gasLimit Gas of that call: 0 exactly when there is no callback contract.
    /// @param callbackData Comes with the call.
    /// @return requestId The request.
    function requestCallback(
        uint256 modelId,
        bytes calldata input,
        address callbackContract,
        uint64 gasLimit,
        bytes calldata callbackData
    ) external payable returns (uint256 requestId);

    /// @notice Wei that {requestCallback} takes.
    /// @param modelId The model.
    /// @param gasLimit Gas of the callback.
    function estimateFee(uint256 modelId, uint256 gasLimit) external view returns (uint256);

    /// @notice Whether a request's result can never change again.
    /// @param requestId The request.
    function isFinalized(uint256 requestId) external view returns (bool);
}
