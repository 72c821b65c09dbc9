// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {State} from "./machine/State.sol";
import {Region} from "./memory/Region.sol";
import {ShortBytes} from "./memory/ShortBytes.sol";
import {Model} from "./game/Terms.sol";
import {Requests, RequestStatus} from "./Requests.sol";

/// @title Results: a run's last state, and the output that is proven to lie in its memory
abstract contract Results is Requests {
    /// @notice What can be known of a request and its live or final result.
    /// @param status Where the request stands; the fields from `proposer` on mean something while it is Posted or Final.
    /// @param modelId The model's key.
    /// @param requester Who asked, and can take the request back.
    /// @param inputLength Bytes of the input.
    /// @param received Bytes of a chunked input that have come.
    /// @param startState Hash of the state in which the run starts, once the input is complete.
    /// @param since Time of the last opening or posting: windows and deadlines count from it.
    /// @param attempt Number of results posted so far.
    /// @param openGames Games against the live result that have not ended.
    /// @param proposer Who posted the result.
    /// @param steps N, the number of steps of the run.
    /// @param stateHash Hash of the last state, its status in the first byte.
    /// @param exitCode The run's exit code.
    /// @param succeeded Whether there is an output.
    struct RequestView {
        RequestStatus status;
        bytes32 modelId;
        address requester;
        uint256 inputLength;
        uint256 received;
        bytes32 startState;
        uint256 since;
        uint256 attempt;
        uint256 openGames;
        address proposer;
        uint64 steps;
        bytes32 stateHash;
        uint8 exitCode;
        bool succeeded;
    }

    /// @notice A result is live: it can be challenged inside the model's window.
    event ResultPosted(
        uint256 indexed requestId,
        address indexed proposer,
        uint256 attempt,
        bytes witness,
        bool succeeded,
        bytes output
    );
    /// @notice A result is final; its bond and the fee are the proposer's to withdraw.
    event ResultFinal(uint256 indexed requestId, address indexed proposer, uint256 attempt);

    /// @notice The result was made for another start state; the chain may have been reorganised.
    error WrongStartState(bytes32 expected);
    /// @notice N is 1 to the model's step limit.
    error StepsOutOfRange(uint256 steps, uint256 limit);
    /// @notice The state's status does not go with this call: 0 has an output, 1 and 2 have none, and 3 has run for
    /// exactly the step limit.
    error WrongRunStatus(uint8 status);
    /// @notice The output is longer than the model allows, or not longer where it should be.
    error OutputLength(uint256 length, uint256 limit);
    /// @notice The proof does not lead to the state's memory root.
    error OutputNotInMemory(bytes32 root);
    /// @notice The window is open until `windowEnd`, or games are.
    error NotFinalYet(uint256 windowEnd, uint256 openGames);

    /// @notice Posts the result of a run that succeeded; pays the model's proposer bond.
    /// @param requestId The request.
    /// @param startState The start state that the run was made from.
    /// @param witness The last state, of status 0.
    /// @param output The bytes at 0x32000004, as many as the word before them says.
    /// @param proof Leads from length ‖ output to the witness's memory root.
    function postResult(
        uint256 requestId,
        bytes32 startState,
        bytes calldata witness,
        bytes calldata output,
        Region.PrefixProof calldata proof
    ) external payable {
        Model memory model = _checkPost(requestId, startState, witness);
        if (State.status(witness) != State.SUCCEEDED) revert WrongRunStatus(State.status(witness));
        if (output.length > model.outputLimit) revert OutputLength(output.length, model.outputLimit);
        _checkRoot(witness, Region.rootWithOutput(output, proof));
        _post(requestId, witness, ShortBytes.write(output), output);
    }

    /// @notice Posts the failed result of a run that gives more output than the model allows; pays the proposer bond.
    /// @param requestId The request.
    /// @param startState The start state that the run was made from.
    /// @param witness The last state, of status 0.
    /// @param outputLength The word at 0x32000000.
    /// @param proof Leads from that word alone (its tail is the 28 bytes behind it) to the witness's memory root.
    function postOversizedResult(
        uint256 requestId,
        bytes32 startState,
        bytes calldata witness,
        uint32 outputLength,
        Region.PrefixProof calldata proof
    ) external payable {
        Model memory model = _checkPost(requestId, startState, witness);
        if (State.status(witness) != State.SUCCEEDED) revert WrongRunStatus(State.status(witness));
        if (outputLength <= model.outputLimit) revert OutputLength(outputLength, model.outputLimit);
        _checkRoot(witness, Region.rootWithLength(outputLength, proof));
        _post(requestId, witness, 0, msg.data[0:0]);
    }

    /// @notice Posts the result of a run that failed, trapped, or still ran at the step limit; pays the proposer bond.
    /// @param requestId The request.
    /// @param startState The start state that the run was made from.
    /// @param witness The last state, of status 1, 2, or 3.
    function postFailedResult(uint256 requestId, bytes32 startState, bytes calldata witness) external payable {
        Model memory model = _checkPost(requestId, startState, witness);
        uint8 status = State.status(witness);
        bool failed = status == State.FAILED || status == State.TRAPPED
            || (status == State.RUNNING && State.step(witness) == model.stepLimit);
        if (!failed) revert WrongRunStatus(status);
        _post(requestId, witness, 0, msg.data[0:0]);
    }

    /// @notice Makes a result final that has outlived its window and has no open game. Anyone may.
    /// @param requestId The request.
    function finalise(uint256 requestId) external {
        Request storage entry = _requests[requestId];
        if (entry.status != RequestStatus.Posted) revert WrongRequestStatus(entry.status);
        Model memory model = _loadModel(entry.model);
        uint256 windowEnd = uint256(entry.since) + model.challengeWindow;
        if (block.timestamp < windowEnd || entry.openGames != 0) revert NotFinalYet(windowEnd, entry.openGames);

        address proposer = entry.proposer;
        entry.status = RequestStatus.Final;
        _release(entry.requester, model.fee, 0);
        _release(proposer, model.proposerBond, uint256(model.proposerBond) + model.fee);
        emit ResultFinal(requestId, proposer, entry.attempt);
    }

    /// @notice Whether a request's result can never change again, {finalise}d or not.
    /// @param requestId The request.
    function isFinalized(uint256 requestId) external view returns (bool) {
        Request storage entry = _requests[requestId];
        if (entry.status == RequestStatus.Final) return true;
        return entry.status == RequestStatus.Posted && entry.openGames == 0
            && block.timestamp >= uint256(entry.since) + _loadModel(entry.model).challengeWindow;
    }

    /// @notice The output of a live or final result; reverts when there is none. See {isFinalized} before relying on it.
    /// @param requestId The request.
    function outputOf(uint256 requestId) external view returns (bytes memory) {
        Request storage entry = _requests[requestId];
        if (!_hasResult(entry)) revert WrongRequestStatus(entry.status);
        if (entry.output == 0) revert WrongRunStatus(State.statusOf(entry.stateHash));
        return ShortBytes.read(entry.output);
    }

    /// @notice A request and its result.
    /// @param requestId The request.
    /// @return info All zero when there is no such request.
    function requestOf(uint256 requestId) external view returns (RequestView memory info) {
        Request storage entry = _requests[requestId];
        info.status = entry.status;
        if (info.status == RequestStatus.None) return info;
        info.modelId = keccak256(abi.encode(_loadModel(entry.model)));
        info.requester = entry.requester;
        info.inputLength = entry.inputLength;
        info.received = entry.received;
        info.startState = entry.startState;
        info.since = entry.since;
        info.attempt = entry.attempt;
        if (!_hasResult(entry)) return info;
        info.openGames = entry.openGames;
        info.proposer = entry.proposer;
        info.steps = entry.steps;
        info.stateHash = entry.stateHash;
        info.exitCode = entry.exitCode;
        info.succeeded = entry.output != 0;
    }

    function _hasResult(Request storage entry) private view returns (bool) {
        return entry.status == RequestStatus.Posted || entry.status == RequestStatus.Final;
    }

    function _checkPost(uint256 requestId, bytes32 startState, bytes calldata witness)
        private
        returns (Model memory model)
    {
        Request storage entry = _requests[requestId];
        if (entry.status != RequestStatus.Open) revert WrongRequestStatus(entry.status);
        if (entry.startState != startState) revert WrongStartState(entry.startState);
        if (witness.length != State.SIZE) revert State.WitnessLength(witness.length);
        model = _loadModel(entry.model);
        uint64 steps = State.step(witness);
        if (steps == 0 || steps > model.stepLimit) revert StepsOutOfRange(steps, model.stepLimit);
        _take(model.proposerBond);
    }

    function _checkRoot(bytes calldata witness, bytes32 root) private pure {
        if (State.memoryRoot(witness) != root) revert OutputNotInMemory(root);
    }

    function _post(uint256 requestId, bytes calldata witness, uint256 outputWord, bytes calldata output) private {
        Request storage entry = _requests[requestId];
        entry.steps = State.step(witness);
        entry.exitCode = State.exitCode(witness);
        entry.gamesOpened = 0;
        entry.proposer = msg.sender;
        entry.since = uint40(block.timestamp);
        entry.openGames = 0;
        entry.status = RequestStatus.Posted;
        uint256 attempt = ++entry.attempt;
        entry.stateHash = State.hash(witness);
        entry.output = outputWord;
        emit ResultPosted(requestId, msg.sender, attempt, witness, outputWord != 0, output);
    }
}
