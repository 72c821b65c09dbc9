// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ledger} from "./ledger/Ledger.sol";
import {State} from "./machine/State.sol";
import {MemoryTree} from "./memory/MemoryTree.sol";
import {Region} from "./memory/Region.sol";
import {Model} from "./game/Terms.sol";
import {Models} from "./Models.sol";

/// @notice Where a request stands.
/// @custom:value None There is no such request.
/// @custom:value Filling Its input is not complete.
/// @custom:value Open It waits for a result.
/// @custom:value Posted It has a live result, which can be challenged inside its window.
/// @custom:value Final Its result is final.
/// @custom:value Cancelled It was taken back.
enum RequestStatus {
    None,
    Filling,
    Open,
    Posted,
    Final,
    Cancelled
}

/// @title Requests: a model's key and an input, whose start state the contract derives itself
abstract contract Requests is Models, Ledger {
    /// @notice Number of requests so far; their ids are 1 to this.
    /// @dev The first of this contract's variables: it shares a word with what is burnt.
    uint128 public requestCount;

    /// @dev A request and its live or final result, six words:
    /// requester to gamesOpened; model to received; startState; proposer to status (all that a strike-out changes);
    /// stateHash; output.
    struct Request {
        address requester;
        uint64 steps;
        uint8 exitCode;
        uint24 gamesOpened;
        address model;
        uint32 inputLength;
        uint32 received;
        bytes32 startState;
        address proposer;
        uint40 since;
        uint24 openGames;
        uint24 attempt;
        RequestStatus status;
        bytes32 stateHash;
        uint256 output;
    }

    /// @dev The longest input: a region less its length.
    uint256 private constant MAX_INPUT = MemoryTree.REGION_BYTES - MemoryTree.LENGTH_BYTES;

    mapping(uint256 => Request) internal _requests;
    /// @dev Roots of complete subtrees to the left of the next chunk, by request and height above a chunk.
    mapping(uint256 => mapping(uint256 => bytes32)) private _frontiers;

    /// @notice A request was made; its input follows in {InputAdded}, and {RequestOpened} when that is complete.
    event RequestCreated(
        uint256 indexed requestId, bytes32 indexed modelId, address indexed requester, uint256 inputLength
    );
    /// @notice Bytes of a request's input, from `offset` on.
    event InputAdded(uint256 indexed requestId, uint256 offset, bytes piece);
    /// @notice A request waits for results; runs start in this state.
    event RequestOpened(uint256 indexed requestId, bytes32 startState);
    /// @notice A request was taken back; the fee is the requester's to withdraw.
    event RequestCancelled(uint256 indexed requestId);

    /// @notice Inputs have 1 to 2^24 - 4 bytes.
    error InputLength(uint256 given, uint256 maximum);
    /// @notice Only the requester may do this.
    error NotRequester(address requester);
    /// @notice The request is not at the point where this can be done.
    error WrongRequestStatus(RequestStatus status);
    /// @notice The next piece begins at `offset` and has `length` bytes.
    error WrongPiece(uint256 offset, uint256 length);
    /// @notice A request can be taken back from `deadline` on.
    error DeadlineAhead(uint256 deadline);

    /// @notice Asks for a model's result on an input; pays the model's fee.
    /// @param modelId The model's key.
    /// @param input 1 byte or more.
    /// @return requestId The request, open for results at once.
    function request(bytes32 modelId, bytes calldata input) external payable returns (uint256 requestId) {
        Request storage entry;
        (requestId, entry) = _create(modelId, input.length);
        emit InputAdded(requestId, 0, input);
        _open(requestId, entry, Region.rootOf(input));
    }

    /// @notice Begins a request whose input is too large for one transaction; pays the model's fee.
    /// @param modelId The model's key.
    /// @param inputLength Bytes of the whole input. They follow by {addInput}.
    /// @return requestId The request, which opens with the last piece.
    function beginRequest(bytes32 modelId, uint256 inputLength) external payable returns (uint256 requestId) {
        Request storage entry;
        (requestId, entry) = _create(modelId, inputLength);
        entry.status = RequestStatus.Filling;
    }

    /// @notice Adds the next piece of an input; the request opens with the last one. Only the requester can.
    /// @param requestId The request.
    /// @param offset Bytes of the input before this piece.
    /// @param piece 16,384 bytes, but 16,380 in the first piece and what remains in the last.
    function addInput(uint256 requestId, uint256 offset, bytes calldata piece) external {
        Request storage entry = _requests[requestId];
        if (entry.status != RequestStatus.Filling) revert WrongRequestStatus(entry.status);
        if (entry.requester != msg.sender) revert NotRequester(entry.requester);

        uint256 length = entry.inputLength;
        uint256 received = entry.received;
        uint256 expected = Region.CHUNK_BYTES - (received == 0 ? MemoryTree.LENGTH_BYTES : 0);
        if (expected > length - received) expected = length - received;
        if (offset != received || piece.length != expected) revert WrongPiece(received, expected);

        uint256 index = (received + MemoryTree.LENGTH_BYTES) / Region.CHUNK_BYTES;
        bytes32 node = Region.chunkRoot(piece, received == 0 ? length : 0);
        entry.received = uint32(received + expected);
        emit InputAdded(requestId, offset, piece);
        if (received + expected == length) _open(requestId, entry, _closeFrontier(requestId, index, node));
        else _pushFrontier(requestId, index, node);
    }

    /// @notice Takes a request back, fee included: at any time while its input is incomplete, and once its deadline has
    /// passed without a live result. Only the requester can.
    /// @param requestId The request.
    function cancel(uint256 requestId) external {
        Request storage entry = _requests[requestId];
        if (entry.requester != msg.sender) revert NotRequester(entry.requester);
        RequestStatus status = entry.status;
        Model memory model = _loadModel(entry.model);
        if (status == RequestStatus.Open) {
            uint256 deadline = uint256(entry.since) + model.requestDeadline;
            if (block.timestamp < deadline) revert DeadlineAhead(deadline);
        } else if (status != RequestStatus.Filling) {
            revert WrongRequestStatus(status);
        }
        entry.status = RequestStatus.Cancelled;
        _release(msg.sender, model.fee, model.fee);
        emit RequestCancelled(requestId);
    }

    function _create(bytes32 modelId, uint256 length) private returns (uint256 requestId, Request storage entry) {
        address pointer = _modelPointer(modelId);
        if (length == 0 || length > MAX_INPUT) revert InputLength(length, MAX_INPUT);
        _take(_loadModel(pointer).fee);

        requestId = ++requestCount;
        entry = _requests[requestId];
        entry.requester = msg.sender;
        entry.model = pointer;
        entry.inputLength = uint32(length);
        emit RequestCreated(requestId, modelId, msg.sender, length);
    }

    function _open(uint256 requestId, Request storage entry, bytes32 inputNode) private {
        bytes32 startState = State.startHash(_rootWithInput(entry.model, inputNode));
        entry.startState = startState;
        entry.since = uint40(block.timestamp);
        entry.status = RequestStatus.Open;
        emit RequestOpened(requestId, startState);
    }

    /// @dev Joins a chunk with the complete subtrees to its left, and keeps the one that results.
    function _pushFrontier(uint256 requestId, uint256 index, bytes32 node) private {
        uint256 level = 0;
        while ((index >> level) & 1 == 1) node = MemoryTree.join(_frontiers[requestId][level++], node);
        _frontiers[requestId][level] = node;
    }

    /// @dev Joins the last chunk with all to its left, and zeros to its right.
    function _closeFrontier(uint256 requestId, uint256 index, bytes32 node) private view returns (bytes32) {
        bytes32 empty = MemoryTree.zero(Region.CHUNK_HEIGHT);
        for (uint256 level = 0; level < MemoryTree.REGION_HEIGHT - Region.CHUNK_HEIGHT; ++level) {
            node = (index >> level) & 1 == 1
                ? MemoryTree.join(_frontiers[requestId][level], node)
                : MemoryTree.join(node, empty);
            empty = MemoryTree.join(empty, empty);
        }
        return node;
    }
}
