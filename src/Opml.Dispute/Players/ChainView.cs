using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Game;
using Opml.Ethereum;

namespace Opml.Dispute.Players;

/// <summary>
/// Requests, results and games as the contract's events make them, in the order of the chain. Events about what began before
/// the first block that was looked at are passed over.
/// </summary>
/// <param name="serve">Says for a registered model with which files the player works for it; null for not at all.</param>
internal sealed class ChainView(Func<Model, ModelFiles?> serve)
{
    private readonly Dictionary<Hash32, Service> _services = [];
    private readonly Dictionary<ulong, RequestEntry> _requests = [];
    private readonly SortedSet<ulong> _live = [];
    private readonly Dictionary<ulong, Dictionary<GameId, GameEntry>> _games = [];
    private readonly HashSet<GameId> _unsettled = [];
    private readonly Dictionary<Address, int> _withdrawals = [];

    /// <summary>Requests of the models that the player works for, which wait for a result or can be challenged.</summary>
    public IEnumerable<RequestEntry> Live => _live.Select(id => _requests[id]);

    /// <summary>Games that are open, and void ones with a bond to be claimed.</summary>
    public IEnumerable<GameEntry> Unsettled => _unsettled.Select(Game);

    public bool IsUnsettled(GameEntry game) => _unsettled.Contains(game.Id);

    public RequestEntry Request(ulong id) => _requests[id];

    public RequestEntry? Find(ulong id) => _requests.GetValueOrDefault(id);

    /// <summary>Every request that was seen.</summary>
    public IEnumerable<RequestEntry> Requests => _requests.Values;

    /// <summary>How often an account took its ether home.</summary>
    public int WithdrawalsOf(Address account) => _withdrawals.GetValueOrDefault(account);

    /// <summary>Games against any result of one request.</summary>
    public IEnumerable<GameEntry> GamesOn(ulong requestId) =>
        _games.TryGetValue(requestId, out Dictionary<GameId, GameEntry>? games) ? games.Values : [];

    /// <summary>Games against one result.</summary>
    public IEnumerable<GameEntry> GamesAgainst(ulong requestId, uint attempt) =>
        GamesOn(requestId).Where(game => game.Id.Attempt == attempt);

    /// <summary>Notes what the chain was asked: when the clock of the side to move is spent.</summary>
    public void SetDeadline(GameEntry game, ulong deadline) => Change(game.Id, entry => entry with { Deadline = deadline });

    /// <summary>Notes what the chain was asked: when a result's window closes.</summary>
    public void SetWindowEnd(ulong requestId, ulong end) =>
        Change(requestId, entry => entry with { Result = entry.Result! with { WindowEnd = end } });

    public void Apply(OpmlEvent happened)
    {
        switch (happened)
        {
            case ModelRegistered e when serve(e.Model) is { } files:
                _services[e.ModelId] = new Service(e.Model, files);
                break;
            case RequestCreated e:
                Service? service = _services.GetValueOrDefault(e.ModelId);
                _requests[e.RequestId] = new RequestEntry(e.RequestId, service) { Input = service is null ? null : new RequestInput(e.InputLength) };
                break;
            case InputAdded e:
                _requests.GetValueOrDefault(e.RequestId)?.Input?.Add(e.Offset, e.Piece);
                break;
            case RequestOpened e:
                Change(e.RequestId, entry => entry with { StartState = e.StartState, Status = RequestStatus.Open });
                break;
            case RequestCancelled e:
                Change(e.RequestId, entry => entry with { Status = RequestStatus.Cancelled, Input = null });
                break;
            case ResultPosted e:
                var result = new ResultEntry(e.Attempt, e.Proposer, e.Witness);
                Change(e.RequestId, entry => entry with { Result = result, Attempts = e.Attempt, Status = RequestStatus.Posted });
                break;
            case ResultFinal e:
                Change(e.RequestId, entry => entry with { Status = RequestStatus.Final, Input = null });
                break;
            case ResultStruckOut e:
                StrikeOut(e.RequestId, GameId.FromValue(e.GameId));
                break;
            case Withdrawn e:
                _withdrawals[e.Account] = WithdrawalsOf(e.Account) + 1;
                break;
            case GameEvent e:
                Apply(e);
                break;
        }
    }

    private void Apply(GameEvent happened)
    {
        switch (happened)
        {
            case GameOpened e when _requests.ContainsKey(e.RequestId):
                _games.TryAdd(e.RequestId, []);
                _games[e.RequestId][e.Game] = new GameEntry(e.Game, e.Challenger, e.Segment, e.Arity);
                _unsettled.Add(e.Game);
                break;
            case HashesPosted e:
                Change(e.Game, game => game with { Hashes = e.Hashes, Turn = Turn.Challenger, Deadline = null });
                break;
            case PartPicked e:
                Change(e.Game, game => Pick(game, e.Segment));
                break;
            case GameEnded e:
                // Where the challenger won, the strike-out came first.
                Turn outcome = IsStruckOut(e.Game) ? Turn.ChallengerWon : Turn.ProposerWon;
                Change(e.Game, game => game with { Turn = outcome, Loser = e.Loser, OnTime = e.OnTime, Hashes = [] });
                _unsettled.Remove(e.Game);
                break;
            case GameVoided e:
                _unsettled.Remove(e.Game);
                break;
        }
    }

    private static GameEntry Pick(GameEntry game, Segment part) => game with
    {
        Segment = part,
        Hashes = [],
        Round = game.Round + 1,
        Turn = part.Size == 1 ? Turn.Proof : Turn.Proposer,
        Deadline = null,
    };

    private void StrikeOut(ulong requestId, GameId decided)
    {
        Change(requestId, entry => entry with { Status = RequestStatus.Open, Result = null });
        Change(decided, game => game with { Turn = Turn.ChallengerWon });
        foreach (GameEntry other in GamesAgainst(requestId, decided.Attempt).Where(game => game.IsOpen).ToArray())
            Change(other.Id, game => game with { Turn = Turn.Void, Hashes = [] });
    }

    private bool IsStruckOut(GameId id) => GamesOn(id.Request).Any(game => game.Id == id && game.Turn == Turn.ChallengerWon);

    private GameEntry Game(GameId id) => _games[id.Request][id];

    private void Change(GameId id, Func<GameEntry, GameEntry> change)
    {
        if (_games.TryGetValue(id.Request, out Dictionary<GameId, GameEntry>? games) && games.TryGetValue(id, out GameEntry? game))
            games[id] = change(game);
    }

    private void Change(ulong requestId, Func<RequestEntry, RequestEntry> change)
    {
        if (!_requests.TryGetValue(requestId, out RequestEntry? entry)) return;
        entry = change(entry);
        _requests[requestId] = entry;
        if (entry is { IsLive: true, Service: not null }) _live.Add(requestId);
        else _live.Remove(requestId);
    }
}
