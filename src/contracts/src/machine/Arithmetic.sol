// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Shifts, arithmetic, logic and counts: one value from two
library Arithmetic {
    /// @notice sll, srl, sra and their v forms.
    /// @param kind Bits 1..0 of funct.
    /// @param amount 0 to 31.
    function shift(uint32 kind, uint32 rt, uint32 amount) internal pure returns (uint32) {
        if (kind == 0) return rt << amount;
        if (kind == 2) return rt >> amount;
        return uint32(int32(rt) >> amount);
    }

    /// @notice SPECIAL's funct 0x20 to 0x2b, and the immediate forms, which are numbered alike.
    /// @return valid False for what is no instruction, and on signed overflow of add and sub.
    function evaluate(uint32 operation, uint32 rs, uint32 rt) internal pure returns (bool valid, uint32 value) {
        unchecked {
            if (operation == 0x21) return (true, rs + rt); // addu
            if (operation == 0x25) return (true, rs | rt); // or
            if (operation == 0x24) return (true, rs & rt); // and
            if (operation == 0x2b) return (true, rs < rt ? 1 : 0); // sltu
            if (operation == 0x2a) return (true, int32(rs) < int32(rt) ? 1 : 0); // slt
            if (operation == 0x23) return (true, rs - rt); // subu
            if (operation == 0x26) return (true, rs ^ rt); // xor
            if (operation == 0x27) return (true, ~(rs | rt)); // nor
            if (operation == 0x20) {
                value = rs + rt; // add: overflows when both operands have the sign that the sum has not
                return (((rs ^ value) & (rt ^ value)) >> 31 == 0, value);
            }
            if (operation == 0x22) {
                value = rs - rt;
                return (((rs ^ rt) & (rs ^ value)) >> 31 == 0, value);
            }
            return (false, 0);
        }
    }

    /// @notice clz; clo is clz of the complement.
    function leadingZeros(uint32 value) internal pure returns (uint32 count) {
        unchecked {
            if (value == 0) return 32;
            if (value >> 16 == 0) (count, value) = (16, value << 16);
            if (value >> 24 == 0) (count, value) = (count + 8, value << 8);
            if (value >> 28 == 0) (count, value) = (count + 4, value << 4);
            if (value >> 30 == 0) (count, value) = (count + 2, value << 2);
            if (value >> 31 == 0) ++count;
        }
    }
}
