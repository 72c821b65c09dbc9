// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Subtrees of the machine's memory
/// @notice Memory is a binary tree of depth 27 over 32-byte leaves that are not hashed themselves; a node is
/// keccak256(left ‖ right), and memory never written is zero. [0x31000000, 0x32000000) and [0x32000000, 0x33000000)
/// are each one whole subtree of height 19 under the nodes 0x31 and 0x32 at depth 8: the input and the output.
/// Each holds a length (4 bytes, big-endian) and then the bytes.
library MemoryTree {
    /// @notice Height of the input's and the output's subtree.
    uint256 internal constant REGION_HEIGHT = 19;
    /// @notice Bytes of one region: 2^24.
    uint256 internal constant REGION_BYTES = 32 << REGION_HEIGHT;
    /// @notice Depth of a region's node, and so the number of its siblings on the way to the root.
    uint256 internal constant REGION_DEPTH = 8;
    /// @notice Bytes of the length that precedes a region's content.
    uint256 internal constant LENGTH_BYTES = 4;
    /// @notice The input's node at depth 8.
    uint256 internal constant INPUT_NODE = 0x31;
    /// @notice The output's node at depth 8.
    uint256 internal constant OUTPUT_NODE = 0x32;

    /// @notice keccak256(left ‖ right).
    function join(bytes32 left, bytes32 right) internal pure returns (bytes32 node) {
        assembly ("memory-safe") {
            mstore(0x00, left)
            mstore(0x20, right)
            node := keccak256(0x00, 0x40)
        }
    }

    /// @notice The root of a subtree of zero leaves.
    /// @param height 0 is a leaf.
    function zero(uint256 height) internal pure returns (bytes32 node) {
        for (uint256 level = 0; level < height; ++level) node = join(node, node);
    }

    /// @notice The memory root above a node at depth 8.
    /// @param node The node's hash.
    /// @param index The node's place at its depth.
    /// @param siblings Its siblings, the deepest first.
    function root(bytes32 node, uint256 index, bytes32[8] memory siblings) internal pure returns (bytes32) {
        for (uint256 level = 0; level < REGION_DEPTH; ++level) {
            bytes32 sibling = siblings[level];
            node = (index >> level) & 1 == 0 ? join(node, sibling) : join(sibling, node);
        }
        return node;
    }

    /// @notice The root of a subtree whose first leaves hold `count` given words, and whose others are zero.
    /// @dev Folds the words in place: the caller's buffer is lost, and must have room for one word more than `count`.
    /// @param buffer Memory address of the first word.
    /// @param count Number of words, at least 1 and at most 2^height.
    /// @param height Height of the subtree.
    function fold(uint256 buffer, uint256 count, uint256 height) internal pure returns (bytes32) {
        bytes32 padding;
        for (uint256 level = 0; level < height; ++level) {
            count = _foldLevel(buffer, count, padding);
            padding = join(padding, padding);
        }
        return _word(buffer);
    }

    /// @notice The root of a subtree whose first leaves hold `count` given words, with what lies to their right taken
    /// from a proof: wherever the last word's path runs through a left child, the hash of its right sibling.
    /// @dev As {fold}, in place. There are as many siblings as the last word's index, written in `height` bits, has
    /// zeros: fewer or more revert.
    /// @param siblings Right-hand siblings on the last word's path, the deepest first.
    function foldPrefix(uint256 buffer, uint256 count, uint256 height, bytes32[] calldata siblings)
        internal
        pure
        returns (bytes32)
    {
        uint256 used = 0;
        for (uint256 level = 0; level < height; ++level) {
            bytes32 sibling;
            if (count & 1 == 1) {
                if (used == siblings.length) revert SiblingCount(siblings.length);
                sibling = siblings[used++];
            }
            count = _foldLevel(buffer, count, sibling);
        }
        if (used != siblings.length) revert SiblingCount(siblings.length);
        return _word(buffer);
    }

    /// @notice A proof's number of siblings does not fit the words that it covers.
    error SiblingCount(uint256 given);

    /// @dev One level: an odd count is completed by `padding`, and pairs become their parents.
    function _foldLevel(uint256 buffer, uint256 count, bytes32 padding) private pure returns (uint256 parents) {
        assembly ("memory-safe") {
            if and(count, 1) {
                mstore(add(buffer, shl(5, count)), padding)
                count := add(count, 1)
            }
            parents := shr(1, count)
            let end := add(buffer, shl(5, parents))
            let pair := buffer
            for { let target := buffer } lt(target, end) { target := add(target, 0x20) } {
                mstore(target, keccak256(pair, 0x40))
                pair := add(pair, 0x40)
            }
        }
    }

    function _word(uint256 buffer) private pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := mload(buffer)
        }
    }
}
