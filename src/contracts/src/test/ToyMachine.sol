// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMachine} from "../machine/IMachine.sol";
import {State} from "../machine/State.sol";

/// @title A machine that counts, for tests of the game
/// @notice Step i leaves lo and hi as the lower and upper half of i. At `length` steps it exits with a memory root, a
/// status and an exit code of the test's choice. It reads nothing: its proofs are empty.
contract ToyMachine is IMachine {
    uint64 public immutable length;
    bytes32 public immutable finalRoot;
    uint8 public immutable finalStatus;
    uint8 public immutable finalExitCode;

    /// @notice Toy steps need no proof.
    error ProofNotEmpty(uint256 length);

    constructor(uint64 length_, bytes32 finalRoot_, uint8 finalStatus_, uint8 finalExitCode_) {
        length = length_;
        finalRoot = finalRoot_;
        finalStatus = finalStatus_;
        finalExitCode = finalExitCode_;
    }

    /// @inheritdoc IMachine
    function step(bytes calldata witness, bytes calldata proof) external view returns (bytes32) {
        if (proof.length != 0) revert ProofNotEmpty(proof.length);
        bytes32 before = State.hash(witness);
        if (State.status(witness) != State.RUNNING) return before;

        uint64 count = State.step(witness) + 1;
        bool done = count == length;
        uint8 status = done ? finalStatus : State.RUNNING;
        bytes memory next = abi.encodePacked(
            done ? finalRoot : State.memoryRoot(witness),
            witness[State.PC:State.LO],
            uint32(count),
            uint32(count >> 32),
            witness[State.HEAP:State.STATUS],
            status,
            done ? finalExitCode : State.exitCode(witness),
            count,
            witness[State.REGISTERS:]
        );
        return State.withStatus(keccak256(next), status);
    }
}
