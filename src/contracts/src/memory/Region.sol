// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MemoryTree} from "./MemoryTree.sol";

/// @title A region's bytes, length ‖ content, as the memory tree sees them
library Region {
    /// @notice Bytes of one chunk of a large input's region: the leaves of one subtree.
    uint256 internal constant CHUNK_BYTES = 16384;
    /// @notice Height of a chunk's subtree: 512 leaves.
    uint256 internal constant CHUNK_HEIGHT = 9;

    /// @notice A prefix proof: what completes the first leaves of the output's subtree.
    /// @param tail The bytes between the end of the content and the end of its last leaf, whatever the machine left there.
    /// @param right Right-hand siblings on the last leaf's path within the subtree, the deepest first.
    /// @param siblings The eight siblings of node 0x32, the deepest first.
    struct PrefixProof {
        bytes tail;
        bytes32[] right;
        bytes32[8] siblings;
    }

    /// @notice The tail must fill the last leaf exactly.
    error TailLength(uint256 expected, uint256 given);

    /// @notice The root of the region that holds length ‖ content and zeros behind.
    function rootOf(bytes calldata content) internal pure returns (bytes32) {
        (uint256 buffer, uint256 count,) = _load(content, true);
        return MemoryTree.fold(buffer, count, MemoryTree.REGION_HEIGHT);
    }

    /// @notice The root of one chunk: `piece`, and zeros up to the chunk's end.
    /// @param length The whole content's length, for the chunk that begins with it; 0 for the others.
    function chunkRoot(bytes calldata piece, uint256 length) internal pure returns (bytes32) {
        (uint256 buffer, uint256 count,) = _load(piece, length != 0);
        if (length != 0) {
            assembly ("memory-safe") {
                let first := mload(buffer)
                mstore(buffer, or(shr(32, shl(32, first)), shl(224, length)))
            }
        }
        return MemoryTree.fold(buffer, count, CHUNK_HEIGHT);
    }

    /// @notice The memory root that a prefix proof leads to: the output's region begins with length ‖ output.
    function rootWithOutput(bytes calldata output, PrefixProof calldata proof) internal pure returns (bytes32) {
        (uint256 buffer, uint256 count, uint256 end) = _load(output, true);
        _appendTail(buffer, count, end, proof.tail);
        bytes32 node = MemoryTree.foldPrefix(buffer, count, MemoryTree.REGION_HEIGHT, proof.right);
        return MemoryTree.root(node, MemoryTree.OUTPUT_NODE, proof.siblings);
    }

    /// @notice The memory root that a prefix proof leads to when it covers the length alone: the output's region begins
    /// with a length, and the tail is the 28 bytes behind it.
    function rootWithLength(uint32 length, PrefixProof calldata proof) internal pure returns (bytes32) {
        (uint256 buffer, uint256 count, uint256 end) = _load(msg.data[0:0], true);
        assembly ("memory-safe") {
            mstore(buffer, shl(224, length))
        }
        _appendTail(buffer, count, end, proof.tail);
        bytes32 node = MemoryTree.foldPrefix(buffer, count, MemoryTree.REGION_HEIGHT, proof.right);
        return MemoryTree.root(node, MemoryTree.OUTPUT_NODE, proof.siblings);
    }

    /// @dev Copies (length ‖) content to fresh memory, zero-padded to a whole word, with one spare word behind.
    /// @return buffer Address of the first word.
    /// @return count Number of words.
    /// @return end Address of the byte behind the content.
    function _load(bytes calldata content, bool withLength)
        private
        pure
        returns (uint256 buffer, uint256 count, uint256 end)
    {
        assembly ("memory-safe") {
            buffer := mload(0x40)
            let start := buffer
            if withLength {
                mstore(buffer, shl(224, content.length))
                start := add(buffer, 4)
            }
            calldatacopy(start, content.offset, content.length)
            end := add(start, content.length)
            mstore(end, 0)
            count := shr(5, add(sub(end, buffer), 31))
            mstore(0x40, add(buffer, shl(5, add(count, 1))))
        }
    }

    function _appendTail(uint256 buffer, uint256 count, uint256 end, bytes calldata tail) private pure {
        uint256 expected = buffer + count * 32 - end;
        if (tail.length != expected) revert TailLength(expected, tail.length);
        assembly ("memory-safe") {
            calldatacopy(end, tail.offset, tail.length)
        }
    }
}
