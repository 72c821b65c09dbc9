// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMachine} from "./machine/IMachine.sol";
import {State} from "./machine/State.sol";
import {Segment, Segments} from "./game/Segment.sol";
import {Model, Terms} from "./game/Terms.sol";
import {RequestStatus} from "./Requests.sol";
import {Results} from "./Results.sol";

/// @notice Where a game stands.
/// @custom:value None There is no such game.
/// @custom:value Proposer The proposer is to post the hashes of the segment's parts.
/// @custom:value Challenger The challenger is to pick a part.
/// @custom:value Proof One step is disputed: the challenger's clock runs, and anyone may prove the step.
/// @custom:value ProposerWon The challenger lost its bond.
/// @custom:value ChallengerWon The result was struck out.
/// @custom:value Void Another game struck the result out first; the challenger has its bond back.
enum Turn {
    None,
    Proposer,
    Challenger,
    Proof,
    ProposerWon,
    ChallengerWon,
    Void
}

/// @title Challenges: games that narrow a disputed run down to one step, which the machine's contract executes
/// @notice A game's id is requestId · 2^48 + attempt · 2^24 + number. Each move carries the segment that it is about,
/// and the game keeps only the hash of that, so a move fits one position of one game or reverts.
abstract contract Challenges is Results {
    using Segments for Segment;

    /// @dev Two words. `deadline` is when the clock of the side to move is spent, `otherClock` what the other has left.
    struct Game {
        address challenger;
        uint40 deadline;
        uint32 otherClock;
        Turn turn;
        uint8 picks;
        uint8 arity;
        bytes32 commitment;
    }

    /// @dev What a struck-out result leaves to the games that it made void.
    struct Strike {
        address winner;
        uint96 refund;
    }

    /// @notice What can be known of a game.
    /// @param turn Where it stands; an open game whose result is struck out is Void even before its refund is claimed.
    /// @param challenger Who opened it.
    /// @param deadline Time at which the side to move loses, in an open game.
    /// @param otherClock Seconds that the other side has left.
    /// @param picks Picks that the challenger has made.
    /// @param arity k.
    /// @param commitment Hash of the segment (and of the hashes posted for it, when the challenger is to pick).
    struct GameView {
        Turn turn;
        address challenger;
        uint256 deadline;
        uint256 otherClock;
        uint256 picks;
        uint8 arity;
        bytes32 commitment;
    }

    /// @notice The machine that executes the disputed step.
    IMachine public immutable machine;

    mapping(uint256 => Game) private _games;
    mapping(uint256 => Strike) private _strikes;

    /// @notice A game was opened; index 0 is agreed, the last state disputed.
    event GameOpened(
        uint256 indexed gameId, uint256 indexed requestId, address indexed challenger, Segment segment, uint8 arity
    );
    /// @notice The proposer posted the states at the inner ends of a segment's parts.
    event HashesPosted(uint256 indexed gameId, Segment segment, bytes32[] hashes);
    /// @notice The challenger picked, and did not prove the step at once; this is the segment now.
    event PartPicked(uint256 indexed gameId, Segment segment);
    /// @notice The machine executed the disputed step: `stateHash` is the state that follows the agreed one.
    event StepProven(uint256 indexed gameId, Segment segment, bytes32 stateHash);
    /// @notice A game ended with one loser.
    /// @param reward Wei of the loser's bond that the winner has at once.
    /// @param onTime Whether a clock decided.
    event GameEnded(uint256 indexed gameId, address indexed winner, address indexed loser, uint256 reward, bool onTime);
    /// @notice A result was struck out: its request is open again, and its other games are void.
    event ResultStruckOut(uint256 indexed requestId, uint256 indexed gameId, address indexed proposer);
    /// @notice A void game's challenger has its bond back, and `refund` wei besides.
    event GameVoided(uint256 indexed gameId, address indexed challenger, uint256 refund);

    /// @notice The live result is another one.
    error WrongResult(bytes32 stateHash);
    /// @notice The result could be challenged until `windowEnd`.
    error WindowClosed(uint256 windowEnd);
    /// @notice The game is at another turn.
    error WrongTurn(Turn turn);
    /// @notice Only this account may make the move.
    error NotPlayer(address player);
    /// @notice The clock was spent at `deadline`.
    error ClockSpent(uint256 deadline);
    /// @notice The clock is spent at `deadline` only.
    error ClockRuns(uint256 deadline);
    /// @notice The game is at another segment, or other hashes were posted.
    error WrongSegment();
    /// @notice A segment needs this many hashes.
    error WrongHashCount(uint256 expected, uint256 given);
    /// @notice More than one step is disputed still.
    error NotOneStep(uint256 size);
    /// @notice The witness is not that of the agreed state.
    error WrongWitness(bytes32 stateHash);
    /// @notice The game's result is not struck out, or the game has ended.
    error NotVoid(Turn turn);

    /// @notice There is no contract at the machine's address.
    error NoMachine(address machine);

    constructor(IMachine machine_) {
        if (address(machine_).code.length == 0) revert NoMachine(address(machine_));
        machine = machine_;
    }

    /// @notice Challenges a request's live result; pays the model's challenger bond. Anyone may, inside the window.
    /// @param requestId The request.
    /// @param stateHash The last state's hash that is disputed, so that no other result is challenged by mistake.
    /// @return gameId The game, in which the proposer is to move (or, when N is 1, the step is to be proven).
    function challenge(uint256 requestId, bytes32 stateHash) external payable returns (uint256 gameId) {
        Request storage entry = _requests[requestId];
        if (entry.status != RequestStatus.Posted) revert WrongRequestStatus(entry.status);
        if (entry.stateHash != stateHash) revert WrongResult(entry.stateHash);
        Model memory model = _loadModel(entry.model);
        uint256 windowEnd = uint256(entry.since) + model.challengeWindow;
        if (block.timestamp >= windowEnd) revert WindowClosed(windowEnd);
        _take(model.challengerBond);

        uint24 number = ++entry.gamesOpened;
        ++entry.openGames;
        gameId = (requestId << 48) | (uint256(entry.attempt) << 24) | number;
        Segment memory segment = Segment(0, entry.steps, entry.startState, stateHash);
        _games[gameId] = Game({
            challenger: msg.sender,
            deadline: uint40(block.timestamp + model.clock),
            otherClock: model.clock,
            turn: segment.size == 1 ? Turn.Proof : Turn.Proposer,
            picks: 0,
            arity: model.arity,
            commitment: segment.commitment()
        });
        emit GameOpened(gameId, requestId, msg.sender, segment, model.arity);
    }

    /// @notice The proposer's move: posts the state hashes at the segment's index + ⌊i·s/m⌋ for i = 1 … m − 1,
    /// m = min(k, s).
    /// @param gameId The game.
    /// @param segment The disputed segment.
    /// @param hashes The state hashes, m − 1 of them.
    function post(uint256 gameId, Segment memory segment, bytes32[] calldata hashes) external {
        Game memory game = _load(gameId, Turn.Proposer);
        address proposer = _requests[gameId >> 48].proposer;
        if (msg.sender != proposer) revert NotPlayer(proposer);
        if (game.commitment != segment.commitment()) revert WrongSegment();
        uint256 expected = Segments.parts(segment.size, game.arity) - 1;
        if (hashes.length != expected) revert WrongHashCount(expected, hashes.length);

        game.turn = Turn.Challenger;
        _passClock(game);
        game.commitment = segment.commitment(hashes);
        _games[gameId] = game;
        emit HashesPosted(gameId, segment, hashes);
    }

    /// @notice The challenger's move: picks the first part whose end it disagrees with.
    /// @param gameId The game.
    /// @param segment The disputed segment.
    /// @param hashes The hashes as the proposer posted them.
    /// @param choice The part, from 0.
    function pick(uint256 gameId, Segment memory segment, bytes32[] calldata hashes, uint256 choice) external {
        Game memory game = _load(gameId, Turn.Challenger);
        Segment memory part = _pick(game, segment, hashes, choice);
        ++game.picks;
        if (part.size == 1) {
            game.turn = Turn.Proof;
        } else {
            game.turn = Turn.Proposer;
            _passClock(game);
        }
        game.commitment = part.commitment();
        _games[gameId] = game;
        emit PartPicked(gameId, part);
    }

    /// @notice Proves the one step that is disputed, which decides the game. Anyone may.
    /// @param gameId The game.
    /// @param segment The disputed step.
    /// @param witness The agreed state.
    /// @param proof What the step reads, as the machine wants it.
    function prove(uint256 gameId, Segment memory segment, bytes calldata witness, bytes calldata proof) external {
        Game memory game = _load(gameId, Turn.Proof);
        if (game.commitment != segment.commitment()) revert WrongSegment();
        _prove(gameId, game, segment, witness, proof);
    }

    /// @notice The challenger's last pick and the step's proof in one; see {pick} and {prove}.
    /// @param gameId The game.
    /// @param segment The disputed segment.
    /// @param hashes The hashes as the proposer posted them.
    /// @param choice The part, from 0; it must be of one step.
    /// @param witness The agreed state at the part's beginning.
    /// @param proof What the step reads, as the machine wants it.
    function pickAndProve(
        uint256 gameId,
        Segment memory segment,
        bytes32[] calldata hashes,
        uint256 choice,
        bytes calldata witness,
        bytes calldata proof
    ) external {
        Game memory game = _load(gameId, Turn.Challenger);
        Segment memory part = _pick(game, segment, hashes, choice);
        if (part.size != 1) revert NotOneStep(part.size);
        ++game.picks;
        _prove(gameId, game, part, witness, proof);
    }

    /// @notice Ends a game in which the side to move has spent its clock. Anyone may.
    /// @param gameId The game.
    function callTime(uint256 gameId) external {
        Game memory game = _games[gameId];
        Turn turn = _turnOf(gameId, game);
        if (turn != Turn.Proposer && turn != Turn.Challenger && turn != Turn.Proof) revert WrongTurn(turn);
        if (block.timestamp < game.deadline) revert ClockRuns(game.deadline);
        _end(gameId, game, turn == Turn.Proposer, true);
    }

    /// @notice Gives a void game's challenger its bond, and a refund for each of its picks from the slashed bond. Anyone
    /// may call it.
    /// @param gameId The game.
    function claimVoid(uint256 gameId) external {
        Game storage game = _games[gameId];
        Turn turn = game.turn;
        if (turn == Turn.None || turn > Turn.Proof || _isLive(gameId)) revert NotVoid(turn);

        Model memory model = _loadModel(_requests[gameId >> 48].model);
        Strike memory strike = _strikes[gameId >> 24];
        uint256 reserved = uint256(strike.refund) * Terms.maxRounds(model);
        uint256 refund = uint256(strike.refund) * game.picks;
        address challenger = game.challenger;
        game.turn = Turn.Void;
        _release(strike.winner, reserved, reserved - refund);
        _release(challenger, model.challengerBond, uint256(model.challengerBond) + refund);
        emit GameVoided(gameId, challenger, refund);
    }

    /// @notice A game; one of turn None when there is no such game.
    /// @param gameId The game.
    function gameOf(uint256 gameId) external view returns (GameView memory) {
        Game memory game = _games[gameId];
        return GameView({
            turn: _turnOf(gameId, game),
            challenger: game.challenger,
            deadline: game.deadline,
            otherClock: game.otherClock,
            picks: game.picks,
            arity: game.arity,
            commitment: game.commitment
        });
    }

    /// @dev A game whose turn it is, with time left on the mover's clock.
    function _load(uint256 gameId, Turn expected) private view returns (Game memory game) {
        game = _games[gameId];
        Turn turn = _turnOf(gameId, game);
        if (turn != expected) revert WrongTurn(turn);
        if (block.timestamp >= game.deadline) revert ClockSpent(game.deadline);
    }

    /// @dev An open game is void when its result is struck out.
    function _turnOf(uint256 gameId, Game memory game) private view returns (Turn) {
        bool open = game.turn != Turn.None && game.turn <= Turn.Proof;
        return open && !_isLive(gameId) ? Turn.Void : game.turn;
    }

    function _isLive(uint256 gameId) private view returns (bool) {
        Request storage entry = _requests[gameId >> 48];
        return entry.status == RequestStatus.Posted && entry.attempt == uint24(gameId >> 24);
    }

    /// @dev The mover keeps what its clock has left, and the other side's starts to run.
    function _passClock(Game memory game) private view {
        uint256 left = game.deadline - block.timestamp;
        game.deadline = uint40(block.timestamp + game.otherClock);
        game.otherClock = uint32(left);
    }

    function _pick(Game memory game, Segment memory segment, bytes32[] calldata hashes, uint256 choice)
        private
        view
        returns (Segment memory)
    {
        if (msg.sender != game.challenger) revert NotPlayer(game.challenger);
        if (game.commitment != segment.commitment(hashes)) revert WrongSegment();
        return segment.pick(hashes, choice);
    }

    /// @dev Reverts with the machine's call if that fails, for want of gas above all: no game is decided by it.
    function _prove(
        uint256 gameId,
        Game memory game,
        Segment memory segment,
        bytes calldata witness,
        bytes calldata proof
    ) private {
        bytes32 stateHash = State.hash(witness);
        if (stateHash != segment.agreed) revert WrongWitness(stateHash);
        stateHash = machine.step(witness, proof);
        emit StepProven(gameId, segment, stateHash);
        _end(gameId, game, stateHash != segment.disputed, false);
    }

    function _end(uint256 gameId, Game memory game, bool challengerWins, bool onTime) private {
        Game storage stored = _games[gameId];
        stored.turn = challengerWins ? Turn.ChallengerWon : Turn.ProposerWon;
        stored.picks = game.picks;
        stored.commitment = 0;

        Request storage entry = _requests[gameId >> 48];
        Model memory model = _loadModel(entry.model);
        address proposer = entry.proposer;
        uint24 others = entry.openGames - 1;
        if (challengerWins) {
            entry.status = RequestStatus.Open;
            entry.since = uint40(block.timestamp);
            uint256 rest = _burnHalf(model.proposerBond);
            uint256 reserved = others == 0 ? 0 : _reserve(gameId, game.challenger, model, rest, others);
            _release(proposer, model.proposerBond, 0);
            _release(game.challenger, model.challengerBond, model.challengerBond + rest - reserved);
            emit ResultStruckOut(gameId >> 48, gameId, proposer);
            emit GameEnded(gameId, game.challenger, proposer, rest - reserved, onTime);
        } else {
            entry.openGames = others;
            uint256 rest = _burnHalf(model.challengerBond);
            _release(game.challenger, model.challengerBond, 0);
            _release(proposer, 0, rest);
            emit GameEnded(gameId, proposer, game.challenger, rest, onTime);
        }
    }

    /// @dev Holds back what the void games can claim at most: a refund for each pick, and at most half of what is left of
    /// the bond between them. It stays locked with the winner, who has what is not claimed. Opening a game is not
    /// refunded: else one would be opened for that alone when another is about to be won.
    function _reserve(uint256 gameId, address winner, Model memory model, uint256 rest, uint256 others)
        private
        returns (uint256 reserved)
    {
        uint256 picks = others * Terms.maxRounds(model);
        if (picks == 0) return 0;
        uint256 refund = Terms.moveRefund(model);
        if (refund > rest / 2 / picks) refund = rest / 2 / picks;
        reserved = refund * picks;
        _strikes[gameId >> 24] = Strike(winner, uint96(refund));
        _give(winner, 0, reserved);
    }
}
