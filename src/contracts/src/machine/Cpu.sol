// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {State} from "./State.sol";

/// @dev The state that a step works on: the memory address of a copy of the witness, fields where State.sol puts them.
/// Assembly cannot name State.sol's constants; the numbers there are its SIZE (190), STATUS (52), EXIT_CODE (53) and
/// STEP (54).
type Cpu is uint256;

using {
    memoryRoot,
    setMemoryRoot,
    pc,
    nextPc,
    jump,
    advance,
    lo,
    hi,
    setLo,
    setHi,
    heap,
    setHeap,
    status,
    trap,
    exit,
    countStep,
    register,
    setRegister,
    hash
} for Cpu global;

/// @dev A copy of a witness, which must have 190 bytes. Its room is rounded up, so that every field's word lies inside.
function loadCpu(bytes calldata witness) pure returns (Cpu cpu) {
    assembly ("memory-safe") {
        cpu := mload(0x40)
        mstore(0x40, add(cpu, 224))
        calldatacopy(cpu, witness.offset, 190)
    }
}

/// @dev The state whose witness, but for its memory root, stands at a place in calldata, over a memory with that root.
function loadCpu(uint256 place, bytes32 root) pure returns (Cpu cpu) {
    assembly ("memory-safe") {
        cpu := mload(0x40)
        mstore(0x40, add(cpu, 224))
        mstore(cpu, root)
        calldatacopy(add(cpu, 32), place, 158)
    }
}

/// @dev keccak256 of the 190 bytes, its first byte replaced by the status.
function hash(Cpu cpu) pure returns (bytes32 digest) {
    assembly ("memory-safe") {
        digest := keccak256(cpu, 190)
    }
    return State.withStatus(digest, cpu.status());
}

function memoryRoot(Cpu cpu) pure returns (bytes32 root) {
    assembly ("memory-safe") {
        root := mload(cpu)
    }
}

function setMemoryRoot(Cpu cpu, bytes32 root) pure {
    assembly ("memory-safe") {
        mstore(cpu, root)
    }
}

function pc(Cpu cpu) pure returns (uint32) {
    return _read(cpu, State.PC);
}

function nextPc(Cpu cpu) pure returns (uint32) {
    return _read(cpu, State.NEXT_PC);
}

function lo(Cpu cpu) pure returns (uint32) {
    return _read(cpu, State.LO);
}

function hi(Cpu cpu) pure returns (uint32) {
    return _read(cpu, State.HI);
}

function heap(Cpu cpu) pure returns (uint32) {
    return _read(cpu, State.HEAP);
}

/// @dev Register 0 reads what the witness has there, as any other; no honest state has anything but zero.
function register(Cpu cpu, uint256 index) pure returns (uint32) {
    return _read(cpu, State.REGISTERS + 4 * index);
}

function status(Cpu cpu) pure returns (uint8 value) {
    assembly ("memory-safe") {
        value := byte(20, mload(add(cpu, 32))) // 20 = 52 - 32
    }
}

/// @dev pc := nextPc, nextPc := target.
function jump(Cpu cpu, uint32 target) pure {
    _write(cpu, State.PC, cpu.nextPc());
    _write(cpu, State.NEXT_PC, target);
}

/// @dev On to the next instruction.
function advance(Cpu cpu) pure {
    unchecked {
        cpu.jump(cpu.nextPc() + 4);
    }
}

function setLo(Cpu cpu, uint32 value) pure {
    _write(cpu, State.LO, value);
}

function setHi(Cpu cpu, uint32 value) pure {
    _write(cpu, State.HI, value);
}

function setHeap(Cpu cpu, uint32 value) pure {
    _write(cpu, State.HEAP, value);
}

/// @dev A write to register 0 is discarded.
function setRegister(Cpu cpu, uint256 index, uint32 value) pure {
    if (index != 0) _write(cpu, State.REGISTERS + 4 * index, value);
}

/// @dev Ends the run; every other field but step stays as it is.
function trap(Cpu cpu) pure {
    assembly ("memory-safe") {
        mstore8(add(cpu, 52), 2)
    }
}

/// @dev Ends the run with an exit code; pc, nextPc and registers stay as they are.
function exit(Cpu cpu, uint32 code) pure {
    assembly ("memory-safe") {
        mstore8(add(cpu, 52), iszero(iszero(code)))
        mstore8(add(cpu, 53), code)
    }
}

/// @dev step := step + 1 modulo 2^64.
function countStep(Cpu cpu) pure {
    assembly ("memory-safe") {
        let at := add(cpu, 54)
        let word := mload(at)
        mstore(at, or(shl(192, add(shr(192, word), 1)), shr(64, shl(64, word))))
    }
}

/// @dev The 32-bit field at an offset.
function _read(Cpu cpu, uint256 offset) pure returns (uint32 value) {
    assembly ("memory-safe") {
        value := shr(224, mload(add(cpu, offset)))
    }
}

/// @dev Replaces the 32-bit field at an offset.
function _write(Cpu cpu, uint256 offset, uint32 value) pure {
    assembly ("memory-safe") {
        let at := add(cpu, offset)
        mstore(at, or(shl(224, value), shr(32, shl(32, mload(at)))))
    }
}
