// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Arithmetic} from "./Arithmetic.sol";
import {ZeroSubtrees} from "./ZeroSubtrees.sol";

/// @notice A witness does not have 190 bytes.
error InvalidWitnessLength();
/// @notice The proof is shorter or longer than the witness, the instruction and the bit maps imply.
error InvalidProofLength();
/// @notice A bit map names a sibling that the proof must not carry.
error InvalidProofBitmap();
/// @notice A sibling that is the root of a zero subtree is spelled out.
error ZeroSubtreeSpelledOut();
/// @notice The leaves and siblings do not lead to the witness's memory root.
error MemoryRootMismatch();

/// @title The one or two leaves that a step's proof opens
/// @notice A proof is
///
///     bit map of the instruction's siblings (4)  instruction leaf (32)
///     [ bit map of the data's siblings (4)       data leaf (32) ]
///     siblings (32 each): the instruction's below the split, the data's below it, those above it that they share
///
/// Bit n of a bit map stands for the sibling at height n: set, it is in the proof; clear, it is the root of a zero
/// subtree. The split is the height of the siblings at which the two paths are each other's: neither is sent. The
/// bracketed part is there when the instruction touches data in another leaf than its own.
library ProvenMemory {
    /// @dev Levels of the tree.
    uint256 private constant DEPTH = 27;
    /// @dev Bytes of a bit map and a leaf.
    uint256 private constant PART = 36;
    /// @dev Bytes of a bit map.
    uint256 private constant MAP = 4;

    /// @notice The instruction's leaf, as the proof has it: to be believed once the proof's root is the state's.
    function instructionLeaf(bytes calldata proof) internal pure returns (bytes32) {
        if (proof.length < PART) revert InvalidProofLength();
        return _word(proof, MAP);
    }

    /// @notice The leaf of the data at `target`, in the same way.
    function dataLeaf(bytes calldata proof, uint32 pc, uint32 target) internal pure returns (bytes32) {
        if (pc >> 5 == target >> 5) return _word(proof, MAP);
        if (proof.length < 2 * PART) revert InvalidProofLength();
        return _word(proof, PART + MAP);
    }

    /// @notice The memory root to which the proof of a step that touches no data leads.
    function rootOf(bytes calldata proof, uint32 pc) internal pure returns (bytes32 root) {
        (root,) = roots(proof, pc, pc, _word(proof, MAP));
    }

    /// @notice The memory root to which the proof of a step that touches the data at `target` leads, and the one after it.
    /// @dev Comes after {dataLeaf}, which has seen that the proof has its parts. Both roots are computed at once.
    /// @param leaf What stands in the data's leaf after the step.
    function roots(bytes calldata proof, uint32 pc, uint32 target, bytes32 leaf)
        internal
        pure
        returns (bytes32 root, bytes32 newRoot)
    {
        uint256 split = _split(pc >> 5, target >> 5);
        (uint256 map, uint256 dataMap, uint256 cursor) = _heads(proof, split);
        uint256 siblings = ZeroSubtrees.table();
        bytes32 node = _word(proof, MAP);
        if (split == DEPTH) {
            (root, newRoot,) = _climb(node, leaf, pc >> 5, siblings, cursor, map, 0, DEPTH);
        } else {
            (node,, cursor) = _climb(node, node, pc >> 5, siblings, cursor, map, 0, split);
            // The data path's sibling at the split is the instruction path's node of that height.
            assembly ("memory-safe") {
                mstore(add(siblings, shl(5, split)), node)
            }
            node = _word(proof, PART + MAP);
            (node, leaf, cursor) = _climb(node, leaf, target >> 5, siblings, cursor, dataMap, 0, split);
            (root, newRoot,) = _climb(node, leaf, target >> 5, siblings, cursor, map, split, DEPTH);
        }
    }

    /// @notice The aligned word of a leaf that holds the address.
    function wordAt(bytes32 leaf, uint32 address_) internal pure returns (uint32) {
        return uint32(uint256(leaf) >> _shift(address_));
    }

    /// @notice The leaf with the aligned word that holds the address replaced.
    function withWord(bytes32 leaf, uint32 address_, uint32 word) internal pure returns (bytes32) {
        uint256 shift = _shift(address_);
        return bytes32((uint256(leaf) & ~(uint256(type(uint32).max) << shift)) | (uint256(word) << shift));
    }

    /// @dev How far from a leaf's right end its word lies, in bits.
    function _shift(uint32 address_) private pure returns (uint256) {
        return uint256(~address_ & 0x1c) << 3;
    }

    /// @dev The height at which two leaves' paths are each other's siblings; 27 for one leaf.
    function _split(uint32 a, uint32 b) private pure returns (uint256) {
        unchecked {
            return a == b ? DEPTH : 31 - Arithmetic.leadingZeros(a ^ b);
        }
    }

    /// @dev Reads the bit maps and checks them, and the proof's length by them. The cursor is the first sibling's place
    /// in calldata.
    function _heads(bytes calldata proof, uint256 split)
        private
        pure
        returns (uint256 map, uint256 dataMap, uint256 cursor)
    {
        unchecked {
            map = uint256(_word(proof, 0)) >> 224;
            cursor = PART;
            if (split != DEPTH) {
                dataMap = uint256(_word(proof, PART)) >> 224;
                cursor = 2 * PART;
            }
            // The split's own bit is clear in both maps, and above it only the instruction's map speaks.
            if (map >> DEPTH != 0 || (map >> split) & 1 != 0 || dataMap >> split != 0) revert InvalidProofBitmap();
            if (proof.length != cursor + 32 * _bits(map | (dataMap << DEPTH))) revert InvalidProofLength();
            assembly ("memory-safe") {
                cursor := add(proof.offset, cursor)
            }
        }
    }

    /// @dev How many bits of a 64-bit word are set.
    function _bits(uint256 word) private pure returns (uint256) {
        unchecked {
            word -= (word >> 1) & 0x5555555555555555;
            word = (word & 0x3333333333333333) + ((word >> 2) & 0x3333333333333333);
            word = (word + (word >> 4)) & 0x0f0f0f0f0f0f0f0f;
            return ((word * 0x0101010101010101) >> 56) & 0xff;
        }
    }

    /// @dev The 32 bytes at an offset of the proof, whose length the caller has checked.
    function _word(bytes calldata proof, uint256 offset) private pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := calldataload(add(proof.offset, offset))
        }
    }

    /// @dev Climbs from the node of height `from` to that of height `to` twice at once: with the old node and with the
    /// new one. Siblings that the map names stand in calldata at the cursor, the others in memory at `siblings` + 32
    /// times the height. At each height an odd index stands on the right. Equal nodes are hashed once.
    /// @return The old node of height `to`, the new one, and where the next sibling stands in calldata.
    function _climb(
        bytes32 oldNode,
        bytes32 newNode,
        uint256 index,
        uint256 siblings,
        uint256 cursor,
        uint256 map,
        uint256 from,
        uint256 to
    ) private pure returns (bytes32, bytes32, uint256) {
        bool spelledOut;
        assembly ("memory-safe") {
            let end := add(siblings, shl(5, to))
            siblings := add(siblings, shl(5, from))
            // Bit 0 of `turns` is the side at the height reached, bit 32 whether its sibling is sent.
            let turns := shr(from, or(shl(32, map), index))
            for {} lt(siblings, end) { siblings := add(siblings, 0x20) } {
                let sibling := mload(siblings)
                if and(turns, 0x100000000) {
                    let sent := calldataload(cursor)
                    spelledOut := or(spelledOut, eq(sent, sibling))
                    sibling := sent
                    cursor := add(cursor, 0x20)
                }
                let side := shl(5, and(turns, 1))
                mstore(xor(side, 0x20), sibling)
                mstore(side, oldNode)
                let parent := keccak256(0x00, 0x40)
                switch eq(oldNode, newNode)
                case 0 {
                    mstore(side, newNode)
                    newNode := keccak256(0x00, 0x40)
                }
                default { newNode := parent }
                oldNode := parent
                turns := shr(1, turns)
            }
        }
        if (spelledOut) revert ZeroSubtreeSpelledOut();
        return (oldNode, newNode, cursor);
    }
}
