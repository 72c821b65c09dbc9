// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Ether that accounts can take out
/// @notice Nothing is ever sent but by {withdraw} and {withdrawFor}.
abstract contract Purse {
    /// @notice Wei that an account can withdraw.
    mapping(address => uint256) public balanceOf;

    /// @notice Ether went out.
    event Withdrawn(address indexed account, address indexed to, uint256 amount);

    /// @notice There is nothing to withdraw.
    error NothingOwed(address account);
    /// @notice The receiver refused the ether; an account that can call {withdraw} itself may name another.
    error TransferFailed(address to);

    /// @notice Sends the caller everything it can withdraw.
    /// @param to Who receives it.
    /// @return amount How many wei.
    function withdraw(address payable to) external returns (uint256 amount) {
        return _withdraw(msg.sender, to);
    }

    /// @notice Sends an account everything it can withdraw: for contracts that take ether and cannot ask for it. Anyone may.
    /// @param account The account, which receives it.
    /// @return amount How many wei.
    function withdrawFor(address payable account) external returns (uint256 amount) {
        return _withdraw(account, account);
    }

    function _credit(address account, uint256 amount) internal {
        if (amount != 0) balanceOf[account] += amount;
    }

    function _withdraw(address account, address payable to) private returns (uint256 amount) {
        amount = balanceOf[account];
        if (amount == 0) revert NothingOwed(account);
        balanceOf[account] = 0;
        emit Withdrawn(account, to, amount);
        bool sent;
        assembly ("memory-safe") {
            sent := call(gas(), to, amount, 0, 0, 0, 0)
        }
        if (!sent) revert TransferFailed(to);
    }
}
