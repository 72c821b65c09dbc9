using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Dispute.Tests.Contracts;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Invariants;

/// <summary>
/// The Opml contract as an executable specification: one model on the toy machine, accounts by number, a clock that the
/// test moves. Each <see cref="Apply"/> does what the contract's function does, or raises the contract's error.
/// </summary>
public sealed class SimulatedOpml(Terms terms, ToyRun truth, int accounts, ulong now)
{
    private readonly Dictionary<(ulong Request, uint Attempt), (int Winner, BigInteger Refund)> _strikes = [];
    private readonly List<SimulatedRequest> _requests = [];
    private readonly Dictionary<GameId, SimulatedGame> _games = [];

    public Terms Terms { get; } = terms;

    public ToyRun Truth { get; } = truth;

    public SimulatedLedger Ledger { get; } = new(accounts);

    public ulong Now { get; private set; } = now;

    public IReadOnlyList<SimulatedRequest> Requests => _requests;

    public IReadOnlyCollection<SimulatedGame> Games => _games.Values;

    /// <summary>Lets time pass; the next move is made then.</summary>
    public void Wait(ulong seconds) => Now += seconds;

    public SimulatedGame Game(GameId id) => _games[id];

    /// <summary>Makes a move.</summary>
    /// <exception cref="RejectedException">The contract refuses it; nothing has changed.</exception>
    public void Apply(Move move)
    {
        switch (move)
        {
            case Move.Request:
                Ledger.Take(move.By, Terms.Fee);
                _requests.Add(new SimulatedRequest((ulong)_requests.Count + 1, move.By, Now));
                break;
            case Move.Cancel cancel:
                Cancel(cancel);
                break;
            case Move.PostResult post:
                PostResult(post);
                break;
            case Move.Finalise finalise:
                Finalise(Find(finalise.RequestId, RequestStatus.Posted));
                break;
            case Move.Challenge challenge:
                Challenge(challenge);
                break;
            case Move.Post post:
                Post(post);
                break;
            case Move.Pick pick:
                var picked = Load(pick.Game, Turn.Challenger);
                picked.State = Picked(picked, pick.By, pick.Segment, pick.Hashes, pick.Choice);
                break;
            case Move.Prove prove:
                var proven = Load(prove.Game, Turn.Proof);
                Require(proven.State.Segment == prove.Segment, "WrongSegment");
                Prove(proven, proven.State, prove.Witness);
                break;
            case Move.PickAndProve last:
                var game = Load(last.Game, Turn.Challenger);
                var state = Picked(game, last.By, last.Segment, last.Hashes, last.Choice);
                Require(state.Segment.Size == 1, "NotOneStep");
                Prove(game, state, last.Witness);
                break;
            case Move.CallTime call:
                CallTime(call);
                break;
            case Move.ClaimVoid claim:
                ClaimVoid(claim.Game);
                break;
            case Move.Withdraw:
                Ledger.Withdraw(move.By);
                break;
            default:
                throw new ArgumentException($"There is no move {move.GetType().Name}.", nameof(move));
        }
    }

    /// <summary>Where a game stands: one that is open is void once its result is struck out.</summary>
    public Turn TurnOf(GameId id)
    {
        if (!_games.TryGetValue(id, out var game)) return Turn.None;
        return game.State.IsOpen && !IsLive(id) ? Turn.Void : game.State.Turn;
    }

    private static void Require(bool holds, string error)
    {
        if (!holds) throw new RejectedException(error);
    }

    private bool IsLive(GameId id) =>
        _requests[(int)id.Request - 1] is { Status: RequestStatus.Posted } entry && entry.Attempt == id.Attempt;

    private SimulatedRequest Find(ulong id, RequestStatus expected)
    {
        Require(id >= 1 && id <= (ulong)_requests.Count && _requests[(int)id - 1].Status == expected, "WrongRequestStatus");
        return _requests[(int)id - 1];
    }

    private void Cancel(Move.Cancel move)
    {
        Require(move.RequestId >= 1 && move.RequestId <= (ulong)_requests.Count, "NotRequester");
        var entry = _requests[(int)move.RequestId - 1];
        Require(entry.Requester == move.By, "NotRequester");
        Require(entry.Status == RequestStatus.Open, "WrongRequestStatus");
        Require(Now >= entry.Since + Terms.RequestDeadline, "DeadlineAhead");
        entry.Status = RequestStatus.Cancelled;
        Ledger.Release(move.By, Terms.Fee, Terms.Fee);
    }

    private void PostResult(Move.PostResult move)
    {
        var entry = Find(move.RequestId, RequestStatus.Open);
        Require(move.Claim.Length >= 1 && move.Claim.Length <= Terms.StepLimit, "StepsOutOfRange");
        Ledger.Take(move.By, Terms.ProposerBond);
        entry.Status = RequestStatus.Posted;
        entry.Since = Now;
        entry.Attempt++;
        entry.GamesOpened = 0;
        entry.OpenGames = 0;
        entry.Proposer = move.By;
        entry.Claim = move.Claim;
    }

    private void Finalise(SimulatedRequest entry)
    {
        Require(Now >= entry.Since + Terms.ChallengeWindow && entry.OpenGames == 0, "NotFinalYet");
        entry.Status = RequestStatus.Final;
        Ledger.Release(entry.Requester, Terms.Fee, 0);
        Ledger.Release(entry.Proposer, Terms.ProposerBond, Terms.ProposerBond + Terms.Fee);
    }

    private void Challenge(Move.Challenge move)
    {
        var entry = Find(move.RequestId, RequestStatus.Posted);
        var claim = entry.Claim!;
        Require(claim.Last == move.StateHash, "WrongResult");
        Require(Now < entry.Since + Terms.ChallengeWindow, "WindowClosed");
        Ledger.Take(move.By, Terms.ChallengerBond);
        entry.OpenGames++;
        var id = new GameId(entry.Id, entry.Attempt, ++entry.GamesOpened);
        var state = GameState.Open(Truth.StateAt(0), claim.Last, claim.Length, Terms.Arity, Terms.Clock, Now);
        _games.Add(id, new SimulatedGame(id, entry.Proposer, move.By, Now, state));
    }

    private SimulatedGame Load(GameId id, Turn expected)
    {
        Require(TurnOf(id) == expected, "WrongTurn");
        Require(Now < _games[id].State.Deadline, "ClockSpent");
        return _games[id];
    }

    private void Post(Move.Post move)
    {
        var game = Load(move.Game, Turn.Proposer);
        Require(move.By == game.Proposer, "NotPlayer");
        Require(game.State.Segment == move.Segment, "WrongSegment");
        Require(move.Hashes.Count == game.State.Segment.Parts(Terms.Arity) - 1, "WrongHashCount");
        game.State = game.State.Post(move.Hashes, Now);
    }

    private GameState Picked(SimulatedGame game, int by, Segment segment, IReadOnlyList<Hash32> hashes, int choice)
    {
        Require(by == game.Challenger, "NotPlayer");
        Require(game.State.Segment == segment && game.State.Hashes.SequenceEqual(hashes), "WrongSegment");
        Require(choice >= 0 && choice <= hashes.Count, "NoSuchPart");
        return game.State.Pick(choice, Now);
    }

    private void Prove(SimulatedGame game, GameState state, byte[] witness)
    {
        Require(ToyRun.HashOf(witness) == state.Segment.Agreed, "WrongWitness");
        End(game, state.Prove(Truth.StepFrom(witness), Now));
    }

    private void CallTime(Move.CallTime move)
    {
        Require(TurnOf(move.Game) is Turn.Proposer or Turn.Challenger or Turn.Proof, "WrongTurn");
        var game = _games[move.Game];
        Require(Now >= game.State.Deadline, "ClockRuns");
        End(game, game.State.CallTime(Now));
    }

    private void End(SimulatedGame game, GameState state)
    {
        game.State = state;
        game.EndedAt = Now;
        var entry = _requests[(int)game.Id.Request - 1];
        var others = entry.OpenGames - 1;
        if (state.Turn == Turn.ProposerWon)
        {
            entry.OpenGames = others;
            var lost = Settlement.OfChallenger(Terms);
            Ledger.Burn(lost.Burnt);
            Ledger.Release(game.Challenger, Terms.ChallengerBond, 0);
            Ledger.Release(entry.Proposer, 0, lost.Reward);
            return;
        }

        var slashed = Settlement.OfProposer(Terms, others);
        entry.Status = RequestStatus.Open;
        entry.Since = Now;
        Ledger.Burn(slashed.Burnt);
        Ledger.Release(entry.Proposer, Terms.ProposerBond, 0);
        Ledger.Release(game.Challenger, Terms.ChallengerBond, Terms.ChallengerBond + slashed.Reward);
        Ledger.Give(game.Challenger, slashed.Reserved);
        _strikes[(game.Id.Request, game.Id.Attempt)] = (game.Challenger, slashed.RefundPerPick);
        foreach (var other in _games.Values.Where(other => other.State.IsOpen && SameResult(other.Id, game.Id)))
            other.EndedAt = Now;
    }

    private static bool SameResult(GameId one, GameId other) => (one.Request, one.Attempt) == (other.Request, other.Attempt);

    private void ClaimVoid(GameId id)
    {
        Require(_games.TryGetValue(id, out var game) && game.State.IsOpen && !IsLive(id), "NotVoid");
        var (winner, refund) = _strikes[(id.Request, id.Attempt)];
        var reserved = refund * Terms.MaxRounds;
        var refunded = refund * game!.State.Picks;
        game.State = game.State.MakeVoid();
        Ledger.Release(winner, reserved, reserved - refunded);
        Ledger.Release(game.Challenger, Terms.ChallengerBond, Terms.ChallengerBond + refunded);
    }
}
