// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev An instruction word (MIPS32 Vol. I, section 4: R, I and J formats).
type Instruction is uint32;

using {
    primary,
    rs,
    rt,
    rd,
    shiftAmount,
    funct,
    immediate,
    signedImmediate,
    target,
    lacks
} for Instruction global;

// The fields, for `lacks`.
uint32 constant RS = 0x1f << 21;
uint32 constant RT = 0x1f << 16;
uint32 constant RD = 0x1f << 11;
uint32 constant SA = 0x1f << 6;

/// @dev Bits 31..26: the operation, or one of the groups SPECIAL, REGIMM, SPECIAL2.
function primary(Instruction i) pure returns (uint32) {
    return Instruction.unwrap(i) >> 26;
}

/// @dev Bits 25..21.
function rs(Instruction i) pure returns (uint32) {
    return (Instruction.unwrap(i) >> 21) & 31;
}

/// @dev Bits 20..16.
function rt(Instruction i) pure returns (uint32) {
    return (Instruction.unwrap(i) >> 16) & 31;
}

/// @dev Bits 15..11.
function rd(Instruction i) pure returns (uint32) {
    return (Instruction.unwrap(i) >> 11) & 31;
}

/// @dev Bits 10..6.
function shiftAmount(Instruction i) pure returns (uint32) {
    return (Instruction.unwrap(i) >> 6) & 31;
}

/// @dev Bits 5..0: the operation within SPECIAL and SPECIAL2.
function funct(Instruction i) pure returns (uint32) {
    return Instruction.unwrap(i) & 63;
}

/// @dev Bits 15..0, zero-extended.
function immediate(Instruction i) pure returns (uint32) {
    return Instruction.unwrap(i) & 0xffff;
}

/// @dev Bits 15..0, sign-extended.
function signedImmediate(Instruction i) pure returns (uint32) {
    return uint32(int32(int16(uint16(Instruction.unwrap(i)))));
}

/// @dev Bits 25..0, as a byte offset within a region of 2^28.
function target(Instruction i) pure returns (uint32) {
    return (Instruction.unwrap(i) & 0x03ffffff) << 2;
}

/// @dev Whether fields that must be zero are.
function lacks(Instruction i, uint32 fields) pure returns (bool) {
    return Instruction.unwrap(i) & fields == 0;
}
