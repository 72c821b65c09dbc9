// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OpmlOracle} from "../oracle/OpmlOracle.sol";

/// @title A user's contract that means harm, for tests of the oracle
contract ToyPest {
    enum Trick {
        Revert,
        BurnGas,
        ReturnMuch,
        RevertWithMuch,
        DeliverAgain,
        WithdrawTwice,
        AskAgain,
        Reclaim
    }

    OpmlOracle public immutable oracle;
    Trick public immutable trick;
    uint256 public modelId;
    uint256 public attempts;
    uint256 public successes;

    constructor(OpmlOracle oracle_, Trick trick_) {
        oracle = oracle_;
        trick = trick_;
    }

    function ask(uint256 modelId_, bytes calldata input, uint64 gasLimit, bool atOnce) external payable {
        modelId = modelId_;
        if (atOnce) oracle.requestCallbackAtOnce{value: msg.value}(modelId_, input, address(this), gasLimit, "");
        else oracle.requestCallback{value: msg.value}(modelId_, input, address(this), gasLimit, "");
    }

    /// @notice Withdraws what it has; its `receive` tries again.
    function steal() external {
        oracle.withdraw(payable(address(this)));
    }

    function aiOracleCallback(uint256 requestId, bytes calldata, bytes calldata) external {
        if (trick == Trick.Revert) revert("no");
        if (trick == Trick.BurnGas) while (true) ++attempts;
        if (trick == Trick.ReturnMuch) {
            assembly {
                return(0, 200000)
            }
        }
        if (trick == Trick.RevertWithMuch) {
            assembly {
                revert(0, 200000)
            }
        }
        ++attempts;
        if (trick == Trick.DeliverAgain) {
            try oracle.deliver(requestId) {
                ++successes;
            } catch {}
        } else if (trick == Trick.Reclaim) {
            try oracle.reclaim(requestId) {
                ++successes;
            } catch {}
        } else if (trick == Trick.AskAgain) {
            oracle.requestCallback{value: oracle.estimateFee(modelId, 300000)}(modelId, hex"01", address(this), 300000, "");
            ++successes;
        } else if (trick == Trick.WithdrawTwice) {
            oracle.withdraw(payable(address(this)));
        }
    }

    receive() external payable {
        if (trick != Trick.WithdrawTwice) return;
        try oracle.withdraw(payable(address(this))) {
            ++successes;
        } catch {}
    }
}
