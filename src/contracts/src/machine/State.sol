// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The machine state's 190-byte witness
/// @notice memoryRoot 32, pc 4, nextPc 4, lo 4, hi 4, heap 4, status 1, exitCode 1, step 8, registers 128; big-endian.
/// The state hash is keccak256(witness) with its first byte replaced by the status.
library State {
    uint256 internal constant SIZE = 190;
    uint256 internal constant MEMORY_ROOT = 0;
    uint256 internal constant PC = 32;
    uint256 internal constant NEXT_PC = 36;
    uint256 internal constant LO = 40;
    uint256 internal constant HI = 44;
    uint256 internal constant HEAP = 48;
    uint256 internal constant STATUS = 52;
    uint256 internal constant EXIT_CODE = 53;
    uint256 internal constant STEP = 54;
    uint256 internal constant REGISTERS = 62;

    uint8 internal constant SUCCEEDED = 0;
    uint8 internal constant FAILED = 1;
    uint8 internal constant TRAPPED = 2;
    uint8 internal constant RUNNING = 3;

    uint256 internal constant HEAP_START = 0x20000000;

    /// @notice A witness has `SIZE` bytes.
    error WitnessLength(uint256 length);

    /// @notice The state hash of a witness.
    function hash(bytes calldata witness) internal pure returns (bytes32 stateHash) {
        if (witness.length != SIZE) revert WitnessLength(witness.length);
        assembly ("memory-safe") {
            let buffer := mload(0x40)
            calldatacopy(buffer, witness.offset, SIZE)
            stateHash := keccak256(buffer, SIZE)
        }
        return withStatus(stateHash, status(witness));
    }

    /// @notice The hash of the state in which a run starts: this memory, nextPc 4, the heap at its bottom, running.
    function startHash(bytes32 root) internal pure returns (bytes32 stateHash) {
        bytes memory witness = new bytes(SIZE);
        assembly ("memory-safe") {
            let data := add(witness, 0x20)
            mstore(data, root)
            // The word at PC: pc, nextPc, lo, hi, heap, then status, exitCode and the upper part of step.
            mstore(add(data, PC), or(or(shl(192, 4), shl(96, HEAP_START)), shl(88, RUNNING)))
        }
        return withStatus(keccak256(witness), RUNNING);
    }

    /// @notice The status that a state hash carries in its first byte.
    function statusOf(bytes32 stateHash) internal pure returns (uint8) {
        return uint8(stateHash[0]);
    }

    /// @notice The root of a witness's memory.
    function memoryRoot(bytes calldata witness) internal pure returns (bytes32) {
        return bytes32(witness[MEMORY_ROOT:MEMORY_ROOT + 32]);
    }

    /// @notice The number of steps made to reach a witness's state.
    function step(bytes calldata witness) internal pure returns (uint64) {
        return uint64(bytes8(witness[STEP:STEP + 8]));
    }

    /// @notice The status of a witness's state.
    function status(bytes calldata witness) internal pure returns (uint8) {
        return uint8(witness[STATUS]);
    }

    /// @notice The exit code of a witness's state.
    function exitCode(bytes calldata witness) internal pure returns (uint8) {
        return uint8(witness[EXIT_CODE]);
    }

    /// @notice A digest with its first byte replaced by a status.
    function withStatus(bytes32 digest, uint8 value) internal pure returns (bytes32) {
        return (digest & bytes32(type(uint256).max >> 8)) | bytes32(uint256(value) << 248);
    }
}
