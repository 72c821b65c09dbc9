using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Ethereum;

namespace Opml.Dispute.Players;

/// <summary>Counts what the contract's events say of one account.</summary>
internal sealed class PlayerTally(Address player)
{
    private PlayerRecord _record = new();

    public PlayerRecord Read() => _record;

    /// <summary>Takes in an event that the view has already.</summary>
    public void Add(ChainView view, OpmlEvent happened)
    {
        switch (happened)
        {
            case ResultPosted e when e.Proposer == player:
                _record = _record with { ResultsPosted = _record.ResultsPosted + 1 };
                break;
            case ResultFinal e when e.Proposer == player:
                BigInteger fee = ModelOf(view, e.RequestId)?.Fee ?? 0;
                _record = _record with { ResultsFinal = _record.ResultsFinal + 1, FeesEarned = _record.FeesEarned + fee };
                break;
            case ResultStruckOut e when e.Proposer == player:
                _record = _record with { ResultsStruckOut = _record.ResultsStruckOut + 1 };
                break;
            case GameOpened e when e.Challenger == player:
                _record = _record with { Challenges = _record.Challenges + 1 };
                break;
            case GameEnded e:
                if (e.Winner == player) _record = _record with { GamesWon = _record.GamesWon + 1, BondsWon = _record.BondsWon + e.Reward };
                if (e.Loser == player) Lose(view, e);
                break;
            case GameVoided e when e.Challenger == player:
                _record = _record with { GamesVoid = _record.GamesVoid + 1, BondsWon = _record.BondsWon + e.Refund };
                break;
        }
    }

    private void Lose(ChainView view, GameEnded e)
    {
        bool isChallenger = view.GamesOn(e.Game.Request).Any(game => game.Id == e.Game && game.Challenger == player && game.Turn == Game.Turn.ProposerWon);
        Model? model = ModelOf(view, e.Game.Request);
        _record = _record with
        {
            GamesLost = _record.GamesLost + 1,
            GamesLostOnTime = _record.GamesLostOnTime + (e.OnTime ? 1 : 0),
            BondsLost = _record.BondsLost + ((isChallenger ? model?.ChallengerBond : model?.ProposerBond) ?? 0),
        };
    }

    private static Model? ModelOf(ChainView view, ulong requestId) => view.Find(requestId)?.Service?.Model;
}
