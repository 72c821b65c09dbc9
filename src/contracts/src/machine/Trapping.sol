// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The conditional traps
library Trapping {
    /// @notice Whether a trap instruction's condition holds, or it is none.
    /// @param kind Bits 2..0 of SPECIAL's funct, or of REGIMM's rt field: they are numbered alike.
    function holds(uint32 kind, uint32 a, uint32 b) internal pure returns (bool) {
        if (kind == 0) return int32(a) >= int32(b); // tge
        if (kind == 1) return a >= b; // tgeu
        if (kind == 2) return int32(a) < int32(b); // tlt
        if (kind == 3) return a < b; // tltu
        if (kind == 4) return a == b; // teq
        if (kind == 6) return a != b; // tne
        return true; // reserved
    }
}
