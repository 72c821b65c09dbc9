// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice A disputed part of a trace: both sides agree on the state at `index`, and disagree on the one `size` steps on.
struct Segment {
    uint64 index;
    uint64 size;
    bytes32 agreed;
    bytes32 disputed;
}

/// @title How segments are divided
/// @notice A segment of s steps falls into m = min(k, s) sub-segments, the i-th of which begins ⌊i·s/m⌋ steps in.
library Segments {
    /// @notice The pick is not one of the segment's parts.
    error NoSuchPart(uint256 choice, uint256 parts);

    /// @notice m, the number of parts of a segment.
    function parts(uint64 size, uint8 arity) internal pure returns (uint256) {
        return size < arity ? size : arity;
    }

    /// @notice ⌊i·s/m⌋, in 256-bit arithmetic.
    function offset(uint64 size, uint256 count, uint256 i) internal pure returns (uint64) {
        return uint64((i * uint256(size)) / count);
    }

    /// @notice The part that a pick makes the new segment.
    /// @param hashes The states at the parts' inner ends, as posted.
    /// @param choice The part, from 0.
    function pick(Segment memory segment, bytes32[] calldata hashes, uint256 choice)
        internal
        pure
        returns (Segment memory part)
    {
        uint256 count = hashes.length + 1;
        if (choice >= count) revert NoSuchPart(choice, count);
        uint64 begin = offset(segment.size, count, choice);
        part.index = segment.index + begin;
        part.size = offset(segment.size, count, choice + 1) - begin;
        part.agreed = choice == 0 ? segment.agreed : hashes[choice - 1];
        part.disputed = choice == count - 1 ? segment.disputed : hashes[choice];
    }

    /// @notice The most picks that a segment can take to come down to one step: the larger part is disputed each time.
    function rounds(uint64 size, uint8 arity) internal pure returns (uint256 count) {
        while (size > 1) {
            uint256 m = parts(size, arity);
            size = uint64((uint256(size) + m - 1) / m);
            ++count;
        }
    }

    /// @notice What a game remembers of a segment between moves: keccak256 of its four words.
    /// @dev That is abi.encode's form, and the form in which a struct of value types lies in memory.
    function commitment(Segment memory segment) internal pure returns (bytes32 digest) {
        assembly ("memory-safe") {
            digest := keccak256(segment, 0x80)
        }
    }

    /// @notice What a game remembers of a segment and the hashes posted for it: keccak256 of the segment's four words and
    /// of keccak256(hashes).
    function commitment(Segment memory segment, bytes32[] calldata hashes) internal pure returns (bytes32 digest) {
        assembly ("memory-safe") {
            let buffer := mload(0x40)
            let size := shl(5, hashes.length)
            calldatacopy(buffer, hashes.offset, size)
            let inner := keccak256(buffer, size)
            mcopy(buffer, segment, 0x80)
            mstore(add(buffer, 0x80), inner)
            digest := keccak256(buffer, 0xa0)
        }
    }
}
