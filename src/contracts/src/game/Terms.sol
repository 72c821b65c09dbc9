// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Blob} from "../memory/Blob.sol";
import {Segments} from "./Segment.sol";

/// @notice What a model is, and the terms on which its results are posted and disputed. Its key is the hash of all this.
/// @param modelHash keccak256 of the model's bytes.
/// @param programHash keccak256 of the program's flat image.
/// @param goldenRoot Root of the memory with program and model loaded and no input.
/// @param stepLimit M: the most steps a run may take.
/// @param outputLimit The most bytes an output may have.
/// @param fee Wei that a request pays to the proposer of its final result.
/// @param proposerBond Wei that a result is posted with.
/// @param challengerBond Wei that a game is opened with.
/// @param feeCeiling Wei a gas up to which bonds cover the other side's moves.
/// @param challengeWindow Seconds in which a result can be challenged.
/// @param clock Seconds that each side has for all its moves of one game.
/// @param requestDeadline Seconds after which a request without a live result can be taken back.
/// @param arity k: the number of parts that a disputed segment is divided into.
struct Model {
    bytes32 modelHash;
    bytes32 programHash;
    bytes32 goldenRoot;
    uint64 stepLimit;
    uint32 outputLimit;
    uint96 fee;
    uint96 proposerBond;
    uint96 challengerBond;
    uint64 feeCeiling;
    uint32 challengeWindow;
    uint32 clock;
    uint32 requestDeadline;
    uint8 arity;
}

/// @title What terms a model may have
/// @notice The bounds keep a game within reach of both sides and of the chain: no value can lock ether for good, let a
/// number overflow, leave a side no time to move, or make a bond smaller than the costs it stands for: half of a
/// challenger's bond, which is what a proposer gets of it, covers a whole game's gas at the fee ceiling, and so do a
/// quarter of a proposer's bond, which a winner gets at least, and another quarter, which refunds void games.
library Terms {
    /// @notice A game's parts at most: a move stays a few thousand bytes.
    uint8 internal constant MAX_ARITY = 64;
    /// @notice Each move gets at least one block's time on the clock, and a window lasts one.
    uint256 internal constant MOVE_SECONDS = 12;
    /// @notice No period is longer, so that no ether waits for ever: 90 days.
    uint256 internal constant MAX_SECONDS = 90 days;
    /// @notice Gas that a post or a pick costs, without what it costs for each part.
    uint256 internal constant MOVE_GAS = 44000;
    /// @notice Gas that one more part adds to a post or a pick.
    uint256 internal constant PART_GAS = 1400;
    /// @notice Gas for opening a game.
    uint256 internal constant OPEN_GAS = 120000;
    /// @notice Gas for ending a game, a step's proof included.
    uint256 internal constant END_GAS = 150000;

    /// @notice M is 0.
    error StepLimitZero();
    /// @notice Outputs can be this long at most.
    error OutputLimitTooLarge(uint256 limit, uint256 maximum);
    /// @notice k is out of its range.
    error ArityOutOfRange(uint256 arity, uint256 minimum, uint256 maximum);
    /// @notice A period is out of its range, in seconds.
    error PeriodOutOfRange(bytes32 which, uint256 given, uint256 minimum, uint256 maximum);
    /// @notice The fee ceiling is 0: bonds would cover nothing.
    error FeeCeilingZero();
    /// @notice The proposer's bond does not cover what challengers spend.
    error ProposerBondTooSmall(uint256 given, uint256 minimum);
    /// @notice The challenger's bond does not cover what the proposer spends on a whole game.
    error ChallengerBondTooSmall(uint256 given, uint256 minimum);

    /// @notice Checks a model's terms; the errors above say what is wrong.
    function check(Model memory model) internal pure {
        if (model.stepLimit == 0) revert StepLimitZero();
        if (model.outputLimit > Blob.MAX_BYTES) revert OutputLimitTooLarge(model.outputLimit, Blob.MAX_BYTES);
        if (model.arity < 2 || model.arity > MAX_ARITY) revert ArityOutOfRange(model.arity, 2, MAX_ARITY);
        if (model.feeCeiling == 0) revert FeeCeilingZero();

        uint256 rounds = maxRounds(model);
        _checkPeriod("challengeWindow", model.challengeWindow, MOVE_SECONDS);
        _checkPeriod("clock", model.clock, (rounds + 1) * MOVE_SECONDS);
        _checkPeriod("requestDeadline", model.requestDeadline, MOVE_SECONDS);

        uint256 wholeGame = OPEN_GAS * model.feeCeiling + rounds * moveRefund(model) + END_GAS * model.feeCeiling;
        if (model.challengerBond < 2 * wholeGame) revert ChallengerBondTooSmall(model.challengerBond, 2 * wholeGame);
        if (model.proposerBond < 4 * wholeGame) revert ProposerBondTooSmall(model.proposerBond, 4 * wholeGame);
    }

    /// @notice The most rounds of one game, and so the most posts of its proposer and picks of its challenger.
    function maxRounds(Model memory model) internal pure returns (uint256) {
        return Segments.rounds(model.stepLimit, model.arity);
    }

    /// @notice Wei that a challenger gets back for each of its picks in a void game, at most.
    function moveRefund(Model memory model) internal pure returns (uint256) {
        return (MOVE_GAS + PART_GAS * model.arity) * model.feeCeiling;
    }

    function _checkPeriod(bytes32 which, uint256 given, uint256 minimum) private pure {
        if (given < minimum || given > MAX_SECONDS) revert PeriodOutOfRange(which, given, minimum, MAX_SECONDS);
    }
}
