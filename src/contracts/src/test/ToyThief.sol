// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Opml} from "../Opml.sol";

/// @title A requester that withdraws again while it is being paid, for tests of the ledger
contract ToyThief {
    Opml public immutable opml;
    uint256 public attempts;
    uint256 public successes;

    constructor(Opml opml_) {
        opml = opml_;
    }

    /// @notice Begins a request and takes it back at once: the fee is free to withdraw then.
    function prepare(bytes32 modelId) external payable {
        opml.cancel(opml.beginRequest{value: msg.value}(modelId, 1));
    }

    /// @notice Withdraws, and tries to again from within.
    function steal() external {
        opml.withdraw(payable(address(this)));
    }

    receive() external payable {
        if (++attempts > 3) return;
        try opml.withdraw(payable(address(this))) {
            ++successes;
        } catch {}
    }
}
