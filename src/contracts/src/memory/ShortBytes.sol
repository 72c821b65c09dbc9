// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Blob} from "./Blob.sol";

/// @title A byte string behind one storage word
/// @notice Up to 31 bytes stand in the word itself, after a first byte of 1 + their number; longer ones are a blob
/// whose address stands there after a first byte of 0xff. The zero word is no string, which the empty string is not.
library ShortBytes {
    uint256 private constant LONG = 0xff << 248;

    /// @notice Keeps bytes: an account is created when there are more than 31.
    function write(bytes calldata data) internal returns (uint256 word) {
        if (data.length > 31) return LONG | uint160(Blob.write(data));
        bytes32 head;
        if (data.length != 0) {
            assembly ("memory-safe") {
                let shift := shl(3, sub(32, data.length))
                head := shl(shift, shr(shift, calldataload(data.offset)))
            }
        }
        return ((data.length + 1) << 248) | (uint256(head) >> 8);
    }

    /// @notice The bytes kept behind a word that {write} gave.
    function read(uint256 word) internal view returns (bytes memory data) {
        if (word >= LONG) return Blob.read(address(uint160(word)));
        if (word == 0) return data;
        data = new bytes((word >> 248) - 1);
        assembly ("memory-safe") {
            if mload(data) { mstore(add(data, 0x20), shl(8, word)) }
        }
    }
}
