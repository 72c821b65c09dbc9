// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Whose ether is whose
/// @notice Every wei the contract has been given is somebody's to withdraw, somebody's but locked (a bond, a fee, a
/// refund held back for others), or burnt. Ether leaves by {withdraw} only.
abstract contract Ledger {
    struct Account {
        uint128 free;
        uint128 locked;
    }

    mapping(address => Account) private _accounts;

    /// @notice Wei that nobody will ever have: the burnt part of slashed bonds. It stays in the contract for good.
    /// @dev The last of this contract's variables: the request count shares its word, so that the word is never zero
    /// when a bond is slashed.
    uint128 public burnt;

    /// @notice Ether went out.
    event Withdrawn(address indexed account, address indexed to, uint256 amount);

    /// @notice The call must carry exactly this many wei.
    error WrongPayment(uint256 expected, uint256 given);
    /// @notice There is nothing to withdraw.
    error NothingOwed(address account);
    /// @notice The receiver refused the ether; name another.
    error TransferFailed(address to);

    /// @notice An account's wei.
    /// @param account The account.
    /// @return free What it can withdraw now.
    /// @return locked What its open requests, results and games hold.
    function accountOf(address account) external view returns (uint256 free, uint256 locked) {
        Account storage entry = _accounts[account];
        return (entry.free, entry.locked);
    }

    /// @notice Sends the caller everything it can withdraw.
    /// @param to Who receives it.
    /// @return amount How many wei.
    function withdraw(address payable to) external returns (uint256 amount) {
        Account storage entry = _accounts[msg.sender];
        amount = entry.free;
        if (amount == 0) revert NothingOwed(msg.sender);
        entry.free = 0;
        emit Withdrawn(msg.sender, to, amount);
        (bool sent,) = to.call{value: amount}("");
        if (!sent) revert TransferFailed(to);
    }

    /// @dev Takes a payment of exactly `amount` and locks it for the caller.
    function _take(uint256 amount) internal {
        if (msg.value != amount) revert WrongPayment(amount, msg.value);
        if (amount != 0) _accounts[msg.sender].locked += uint128(amount);
    }

    /// @dev Takes `amount` out of what an account has locked, and leaves `kept` of it to the account, free.
    function _release(address account, uint256 amount, uint256 kept) internal {
        if (amount == 0 && kept == 0) return;
        Account memory entry = _accounts[account];
        entry.locked -= uint128(amount);
        entry.free += uint128(kept);
        _accounts[account] = entry;
    }

    /// @dev Gives an account wei that another lost.
    function _give(address account, uint256 free, uint256 locked) internal {
        Account memory entry = _accounts[account];
        entry.free += uint128(free);
        entry.locked += uint128(locked);
        _accounts[account] = entry;
    }

    /// @dev Splits a lost bond: the larger half is burnt.
    /// @return rest What is left for the winners.
    function _burnHalf(uint256 bond) internal returns (uint256 rest) {
        rest = bond / 2;
        burnt += uint128(bond - rest);
    }
}
