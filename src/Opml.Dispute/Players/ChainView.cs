using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Game;
using Opml.Ethereum;

namespace Opml.Dispute.Players;

/// <summary>Models, requests, results and games as the contract's events make them, in the order of the chain.</summary>
internal sealed class ChainView
{
    private readonly Dictionary<Hash32, Model> _models = [];
    private readonly SortedDictionary<ulong, RequestEntry> _requests = [];
    private readonly Dictionary<GameId, GameEntry> _games = [];

    public IReadOnlyDictionary<Hash32, Model> Models => _models;

    public IReadOnlyCollection<RequestEntry> Requests => _requests.Values;

    public IReadOnlyCollection<GameEntry> Games => _games.Values;

    public RequestEntry Request(ulong id) => _requests[id];

    /// <summary>Games against one result.</summary>
    public IEnumerable<GameEntry> GamesAgainst(ulong requestId, uint attempt) =>
        _games.Values.Where(game => game.Id.Request == requestId && game.Id.Attempt == attempt);

    /// <summary>Games against any result of one request.</summary>
    public IEnumerable<GameEntry> GamesOn(ulong requestId) => _games.Values.Where(game => game.Id.Request == requestId);

    public void Apply(OpmlEvent happened)
    {
        switch (happened)
        {
            case ModelRegistered e:
                _models[e.ModelId] = e.Model;
                break;
            case RequestCreated e:
                _requests[e.RequestId] = new RequestEntry(e.RequestId, e.ModelId, e.InputLength);
                break;
            case InputAdded e:
                _requests[e.RequestId].AddInput(e.Offset, e.Piece);
                break;
            case RequestOpened e:
                _requests[e.RequestId].StartState = e.StartState;
                _requests[e.RequestId].Status = RequestStatus.Open;
                break;
            case RequestCancelled e:
                _requests[e.RequestId].Status = RequestStatus.Cancelled;
                break;
            case ResultPosted e:
                _requests[e.RequestId].Result = new ResultEntry(e.Attempt, e.Proposer, e.Witness, e.Log?.BlockNumber ?? 0);
                _requests[e.RequestId].Status = RequestStatus.Posted;
                break;
            case ResultFinal e:
                _requests[e.RequestId].Status = RequestStatus.Final;
                break;
            case ResultStruckOut e:
                StrikeOut(e);
                break;
            case GameOpened e:
                _games[e.Game] = new GameEntry(e.Game, e.Challenger, e.Segment, e.Arity);
                break;
            case HashesPosted e:
                _games[e.Game].Hashes = e.Hashes;
                _games[e.Game].Turn = Turn.Challenger;
                break;
            case PartPicked e:
                Pick(_games[e.Game], e.Segment);
                break;
            case GameEnded e:
                _games[e.Game].Turn = e.Winner == _games[e.Game].Challenger ? Turn.ChallengerWon : Turn.ProposerWon;
                break;
            case GameVoided e:
                _games[e.Game].IsClaimed = true;
                break;
        }
    }

    private static void Pick(GameEntry game, Segment part)
    {
        game.Segment = part;
        game.Hashes = [];
        game.Round++;
        game.Turn = part.Size == 1 ? Turn.Proof : Turn.Proposer;
    }

    private void StrikeOut(ResultStruckOut e)
    {
        RequestEntry request = _requests[e.RequestId];
        request.Status = RequestStatus.Open;
        request.Result = null;
        GameId decided = GameId.FromValue(e.GameId);
        foreach (GameEntry other in GamesAgainst(e.RequestId, decided.Attempt))
            if (other.IsOpen && other.Id != decided)
                other.Turn = Turn.Void;
    }
}
