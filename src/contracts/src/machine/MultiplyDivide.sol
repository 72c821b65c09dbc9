// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What the multiply and divide unit leaves in hi ‖ lo
library MultiplyDivide {
    /// @notice The product of mult, madd and msub.
    function signedProduct(uint32 rs, uint32 rt) internal pure returns (uint64) {
        unchecked {
            return uint64(int64(int32(rs)) * int64(int32(rt)));
        }
    }

    /// @notice The product of multu, maddu and msubu.
    function unsignedProduct(uint32 rs, uint32 rt) internal pure returns (uint64) {
        unchecked {
            return uint64(rs) * rt;
        }
    }

    /// @notice Remainder ‖ quotient of div. 0x80000000 / -1 leaves 0 and 0x80000000.
    function signedQuotient(uint32 rs, uint32 rt) internal pure returns (uint64) {
        unchecked {
            if (rt == 0) return _byZero(rs);
            int64 dividend = int32(rs);
            int64 divisor = int32(rt);
            return _pair(uint32(int32(dividend % divisor)), uint32(uint64(dividend / divisor)));
        }
    }

    /// @notice Remainder ‖ quotient of divu.
    function unsignedQuotient(uint32 rs, uint32 rt) internal pure returns (uint64) {
        unchecked {
            return rt == 0 ? _byZero(rs) : _pair(rs % rt, rs / rt);
        }
    }

    function _byZero(uint32 rs) private pure returns (uint64) {
        return _pair(rs, type(uint32).max);
    }

    function _pair(uint32 hi, uint32 lo) private pure returns (uint64) {
        return (uint64(hi) << 32) | lo;
    }
}
