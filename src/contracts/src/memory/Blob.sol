// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Bytes kept as the code of an account
/// @notice 200 gas a byte to keep and 2,600 to reach, where storage takes 690 and 2,100 a word. The code begins with
/// a STOP, so that nothing can be executed.
library Blob {
    /// @notice The longest blob: the chain's code size limit (EIP-170), less the STOP.
    uint256 internal constant MAX_BYTES = 24575;

    /// @notice The chain refused to create the account.
    error BlobNotCreated();

    /// @notice Keeps bytes.
    /// @return pointer The account whose code they are.
    function write(bytes memory data) internal returns (address pointer) {
        // 61 size+1, 80 DUP1, 60 0a offset, 3d 0, 39 CODECOPY, 3d 0, f3 RETURN; then the code: 00 and the data.
        bytes memory init = abi.encodePacked(hex"61", uint16(data.length + 1), hex"80600a3d393df300", data);
        assembly ("memory-safe") {
            pointer := create(0, add(init, 0x20), mload(init))
        }
        if (pointer == address(0)) revert BlobNotCreated();
    }

    /// @notice All the bytes of a blob.
    function read(address pointer) internal view returns (bytes memory data) {
        uint256 size = pointer.code.length - 1;
        data = new bytes(size);
        assembly ("memory-safe") {
            extcodecopy(pointer, add(data, 0x20), 1, size)
        }
    }
}
