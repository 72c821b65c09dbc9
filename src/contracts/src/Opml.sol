// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMachine} from "./machine/IMachine.sol";
import {Challenges} from "./Challenges.sol";

/// @title Opml: machine learning on chain, optimistically
/// @notice Models, requests, results and the games that decide about them. It has no owner, cannot be changed, and calls
/// out to nothing but its machine, and to whoever withdraws.
contract Opml is Challenges {
    /// @param machine_ The machine that executes disputed steps, for good.
    constructor(IMachine machine_) Challenges(machine_) {}
}
