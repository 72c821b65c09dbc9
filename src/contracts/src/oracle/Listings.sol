// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Models by number
/// @notice Users' contracts name models by small constants. A listing gives a registered model such a number, for good, and
/// an owner, whose fee comes on top of the model's own. Anyone may list any model under any number that is free: a number is
/// its owner's word, so take it from whoever made the model. The model's key itself, as a number, names it without any
/// owner and without an owner's fee.
abstract contract Listings {
    /// @notice A number and what it stands for.
    /// @param key The model's key, which never changes.
    /// @param owner Who has the fee, sets it, and can hand the listing on.
    /// @param fee Wei that a request by this number pays to the owner, once its result is final.
    struct Listing {
        bytes32 key;
        address owner;
        uint96 fee;
    }

    /// @dev Numbers lie below; keys, being hashes, do not.
    uint256 private constant NUMBERS = 1 << 64;

    mapping(uint256 => Listing) private _listings;

    /// @notice A number stands for a model from now on.
    event ModelListed(uint256 indexed number, bytes32 indexed key, address indexed owner, uint256 fee);
    /// @notice A listing has another owner or another fee.
    event ListingChanged(uint256 indexed number, address indexed owner, uint256 fee);

    /// @notice Numbers are 1 to 2^64 - 1.
    error NumberOutOfRange(uint256 number);
    /// @notice The number stands for another model already.
    error NumberTaken(uint256 number, bytes32 key);
    /// @notice No registered model has this key.
    error NotRegistered(bytes32 key);
    /// @notice No model has this number.
    error NoSuchNumber(uint256 number);
    /// @notice Only the listing's owner may do this.
    error NotOwner(address owner);

    /// @notice Gives a registered model a number; the caller is the listing's owner.
    /// @param number 1 to 2^64 - 1, and free.
    /// @param key The model's key.
    /// @param fee Wei that each request by this number pays to the owner.
    function listModel(uint256 number, bytes32 key, uint96 fee) external {
        if (number == 0 || number >= NUMBERS) revert NumberOutOfRange(number);
        Listing storage listing = _listings[number];
        if (listing.owner != address(0)) revert NumberTaken(number, listing.key);
        if (!_isRegistered(key)) revert NotRegistered(key);
        listing.key = key;
        listing.owner = msg.sender;
        listing.fee = fee;
        emit ModelListed(number, key, msg.sender, fee);
    }

    /// @notice Changes a listing's fee or hands it on. Requests made before keep their fee; its owner at the time has it.
    /// @param number The listing.
    /// @param owner Its owner from now on; not zero.
    /// @param fee Its fee from now on, in wei.
    function changeListing(uint256 number, address owner, uint96 fee) external {
        Listing storage listing = _listings[number];
        if (listing.owner == address(0)) revert NoSuchNumber(number);
        if (listing.owner != msg.sender || owner == address(0)) revert NotOwner(listing.owner);
        listing.owner = owner;
        listing.fee = fee;
        emit ListingChanged(number, owner, fee);
    }

    /// @notice What a model id stands for.
    /// @param modelId A number, or a model's key as a number.
    /// @return A listing; one without owner and fee for a key.
    function listingOf(uint256 modelId) public view returns (Listing memory) {
        if (modelId >= NUMBERS) return Listing(bytes32(modelId), address(0), 0);
        if (_listings[modelId].owner == address(0)) revert NoSuchNumber(modelId);
        return _listings[modelId];
    }

    /// @dev Whether the core knows a model.
    function _isRegistered(bytes32 key) internal view virtual returns (bool);

    /// @dev Who has a listing's fee now; nobody for a key.
    function _ownerOf(uint256 number) internal view returns (address) {
        return _listings[number].owner;
    }
}
