// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Loads and stores, all in terms of the one aligned big-endian word that they touch
/// @dev Operations are the primary opcodes of the manual's table A-2.
library DataAccess {
    uint32 internal constant LB = 0x20;
    uint32 internal constant LH = 0x21;
    uint32 internal constant LWL = 0x22;
    uint32 internal constant LW = 0x23;
    uint32 internal constant LBU = 0x24;
    uint32 internal constant LHU = 0x25;
    uint32 internal constant LWR = 0x26;
    uint32 internal constant SB = 0x28;
    uint32 internal constant SH = 0x29;
    uint32 internal constant SWL = 0x2a;
    uint32 internal constant SW = 0x2b;
    uint32 internal constant SWR = 0x2e;
    uint32 internal constant LL = 0x30;
    uint32 internal constant SC = 0x38;

    /// @dev Bit n is set where operation n is a store.
    uint256 private constant STORES = (1 << SB) | (1 << SH) | (1 << SWL) | (1 << SW) | (1 << SWR) | (1 << SC);
    /// @dev Bit n is set where operation n is a load or a store.
    uint256 private constant ACCESSES =
        STORES | (1 << LB) | (1 << LH) | (1 << LWL) | (1 << LW) | (1 << LBU) | (1 << LHU) | (1 << LWR) | (1 << LL);
    uint256 private constant HALFWORDS = (1 << LH) | (1 << LHU) | (1 << SH);
    uint256 private constant WORDS = (1 << LW) | (1 << LL) | (1 << SW) | (1 << SC);

    /// @notice Whether the operation is a load or a store.
    function isAccess(uint32 operation) internal pure returns (bool) {
        return _has(ACCESSES, operation);
    }

    /// @notice Whether the operation writes to memory.
    function isStore(uint32 operation) internal pure returns (bool) {
        return _has(STORES, operation);
    }

    /// @notice Whether the access traps: halfwords need even addresses, words multiples of four.
    function isMisaligned(uint32 operation, uint32 address_) internal pure returns (bool) {
        return (address_ & 1 != 0 && _has(HALFWORDS, operation)) || (address_ & 3 != 0 && _has(WORDS, operation));
    }

    /// @notice What a load writes to rt, from the word that holds the address and rt's old value.
    function load(uint32 operation, uint32 address_, uint32 word, uint32 rt) internal pure returns (uint32) {
        unchecked {
            uint32 shift = (address_ & 3) * 8;
            if (operation == LW || operation == LL) return word;
            if (operation == LBU) return uint8(word >> (24 - shift));
            if (operation == LB) return uint32(int32(int8(uint8(word >> (24 - shift)))));
            if (operation == LHU) return uint16(word >> (16 - shift));
            if (operation == LH) return uint32(int32(int16(uint16(word >> (16 - shift)))));
            uint32 all = type(uint32).max;
            if (operation == LWL) return (word << shift) | (rt & ~(all << shift));
            return (word >> (24 - shift)) | (rt & ~(all >> (24 - shift))); // lwr
        }
    }

    /// @notice What a store leaves in the word that holds the address, from what stood there and rt.
    function store(uint32 operation, uint32 address_, uint32 word, uint32 rt) internal pure returns (uint32) {
        unchecked {
            uint32 shift = (address_ & 3) * 8;
            uint32 all = type(uint32).max;
            if (operation == SW || operation == SC) return rt;
            if (operation == SB) return _merge(word, rt << (24 - shift), uint32(0xff) << (24 - shift));
            if (operation == SH) return _merge(word, rt << (16 - shift), uint32(0xffff) << (16 - shift));
            if (operation == SWL) return _merge(word, rt >> shift, all >> shift);
            return _merge(word, rt << (24 - shift), all << (24 - shift)); // swr
        }
    }

    function _merge(uint32 old, uint32 value, uint32 mask) private pure returns (uint32) {
        return (old & ~mask) | (value & mask);
    }

    function _has(uint256 set, uint32 operation) private pure returns (bool) {
        return (set >> operation) & 1 != 0;
    }
}
