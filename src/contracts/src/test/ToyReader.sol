// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAIOracle} from "../oracle/IAIOracle.sol";

/// @title A user's contract in OAO's manner, for tests of the oracle
/// @notice It knows its oracle's address and its interface, and nothing of Opml; it takes no ether.
contract ToyReader {
    IAIOracle public immutable aiOracle;
    mapping(uint256 => bytes) public answers;
    mapping(uint256 => bytes) public notes;
    mapping(uint256 => uint8) public codes;
    mapping(uint256 => string) public reasons;
    uint256 public calls;
    uint256 public gasGiven;
    bool public closed;

    error UnauthorizedCallbackSource(address expected, address found);
    error Closed();

    modifier onlyAIOracleCallback() {
        if (msg.sender != address(aiOracle)) revert UnauthorizedCallbackSource(address(aiOracle), msg.sender);
        if (closed) revert Closed();
        _;
    }

    constructor(IAIOracle oracle) {
        aiOracle = oracle;
    }

    function ask(uint256 modelId, bytes calldata input, uint64 gasLimit, bytes calldata data)
        external
        payable
        returns (uint256)
    {
        return aiOracle.requestCallback{value: msg.value}(modelId, input, address(this), gasLimit, data);
    }

    function close(bool value) external {
        closed = value;
    }

    function aiOracleCallback(uint256 requestId, bytes calldata output, bytes calldata callbackData)
        external
        onlyAIOracleCallback
    {
        gasGiven = gasleft();
        answers[requestId] = output;
        notes[requestId] = callbackData;
        ++calls;
    }

    function aiOracleCallbackError(uint256 requestId, uint8 code, bytes calldata message, bytes calldata callbackData)
        external
        onlyAIOracleCallback
    {
        codes[requestId] = code;
        reasons[requestId] = string(message);
        notes[requestId] = callbackData;
        ++calls;
    }
}
