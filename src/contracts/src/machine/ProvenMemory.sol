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
    /// @dev Where the data's part has its leaf.
    uint256 private constant DATA_LEAF = 40;

    /// @notice A leaf that has been proven, and all that it takes to put another in its place.
    struct Leaf {
        uint256 index;
        bytes32 content;
        // Memory address of its 27 siblings, the lowest first.
        uint256 siblings;
    }

    /// @notice The instruction word at `pc`, as the proof has it. To be believed once {open} has checked the proof.
    function instructionAt(bytes calldata proof, uint32 pc) internal pure returns (uint32) {
        if (proof.length < PART) revert InvalidProofLength();
        return wordAt(bytes32(proof[4:PART]), pc);
    }

    /// @notice Checks the proof of a step that touches no data.
    function check(bytes calldata proof, bytes32 root, uint32 pc) internal pure {
        open(proof, root, pc, pc);
    }

    /// @notice Checks the proof of a step that touches the word at `target`, or in the instruction's own leaf.
    /// @return data The leaf with the data.
    function open(bytes calldata proof, bytes32 root, uint32 pc, uint32 target) internal pure returns (Leaf memory data) {
        uint256 instructionLeaf = pc >> 5;
        data.index = target >> 5;
        uint256 split = _split(instructionLeaf, data.index);
        uint256 map = uint32(bytes4(proof[:4]));
        uint256 dataMap;
        uint256 cursor = PART;
        data.content = bytes32(proof[4:PART]);
        if (split != DEPTH) {
            if (proof.length < 2 * PART) revert InvalidProofLength();
            dataMap = uint32(bytes4(proof[PART:DATA_LEAF]));
            data.content = bytes32(proof[DATA_LEAF:2 * PART]);
            cursor = 2 * PART;
        }
        if (map >> DEPTH != 0 || dataMap >> split != 0 || (map >> split) & 1 != 0) revert InvalidProofBitmap();
        if (proof.length != cursor + 32 * (_bits(map) + _bits(dataMap))) revert InvalidProofLength();

        uint256 siblings = _allocate();
        ZeroSubtrees.write(siblings);
        data.siblings = siblings;
        assembly ("memory-safe") {
            cursor := add(proof.offset, cursor)
        }
        if (split != DEPTH) {
            // The data path's sibling at the split is the instruction path's node of that height.
            uint256 below = _allocate();
            assembly ("memory-safe") {
                mcopy(below, siblings, mul(32, 27))
            }
            cursor = _take(cursor, map, 0, split, below);
            cursor = _take(cursor, dataMap, 0, split, siblings);
            bytes32 node = _climb(bytes32(proof[4:PART]), instructionLeaf, below, split);
            assembly ("memory-safe") {
                mstore(add(siblings, shl(5, split)), node)
            }
            _take(cursor, map, split + 1, DEPTH, siblings);
        } else {
            _take(cursor, map, 0, DEPTH, siblings);
        }
        if (rootOf(data) != root) revert MemoryRootMismatch();
    }

    /// @notice The memory root above a leaf.
    function rootOf(Leaf memory leaf) internal pure returns (bytes32) {
        return _climb(leaf.content, leaf.index, leaf.siblings, DEPTH);
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
        return (~address_ & 0x1c) << 3;
    }

    /// @dev The height at which two leaves' paths are each other's siblings; 27 for one leaf.
    function _split(uint256 a, uint256 b) private pure returns (uint256) {
        unchecked {
            return a == b ? DEPTH : 31 - Arithmetic.leadingZeros(uint32(a ^ b));
        }
    }

    /// @dev How many bits of a 32-bit word are set.
    function _bits(uint256 word) private pure returns (uint256) {
        unchecked {
            word -= (word >> 1) & 0x55555555;
            word = (word & 0x33333333) + ((word >> 2) & 0x33333333);
            word = (word + (word >> 4)) & 0x0f0f0f0f;
            return ((word * 0x01010101) >> 24) & 0xff;
        }
    }

    function _allocate() private pure returns (uint256 table) {
        assembly ("memory-safe") {
            table := mload(0x40)
            mstore(0x40, add(table, mul(32, 27)))
        }
    }

    /// @dev Copies the siblings of heights `from` to `to` - 1 that the map names from calldata over the zero roots.
    /// @return end Where the next sibling stands in calldata.
    function _take(uint256 cursor, uint256 map, uint256 from, uint256 to, uint256 siblings)
        private
        pure
        returns (uint256 end)
    {
        bool zeroSpelledOut;
        assembly ("memory-safe") {
            for { let height := from } lt(height, to) { height := add(height, 1) } {
                if and(shr(height, map), 1) {
                    let sibling := calldataload(cursor)
                    let slot := add(siblings, shl(5, height))
                    zeroSpelledOut := or(zeroSpelledOut, eq(sibling, mload(slot)))
                    mstore(slot, sibling)
                    cursor := add(cursor, 0x20)
                }
            }
        }
        if (zeroSpelledOut) revert ZeroSubtreeSpelledOut();
        return cursor;
    }

    /// @dev The node of height `to` above a leaf. At each height an odd index stands on the right.
    function _climb(bytes32 node, uint256 index, uint256 siblings, uint256 to) private pure returns (bytes32) {
        assembly ("memory-safe") {
            for { let end := add(siblings, shl(5, to)) } lt(siblings, end) { siblings := add(siblings, 0x20) } {
                let side := shl(5, and(index, 1))
                mstore(side, node)
                mstore(xor(side, 0x20), mload(siblings))
                node := keccak256(0x00, 0x40)
                index := shr(1, index)
            }
        }
        return node;
    }
}
