using Opml.Dispute.Contracts.Events;
using Opml.Ethereum;

namespace Opml.Dispute.Players;

/// <summary>Hears the events of a player's view: keeps its record of them, and tells those that concern it.</summary>
internal sealed class ChainEar(Address player, PlayerOptions options) : IChainListener
{
    private PlayerTally _tally = new(player);

    /// <summary>What came of all so far.</summary>
    public PlayerRecord Record => _tally.Read();

    public void Restarted() => _tally = new PlayerTally(player);

    public void Applied(ChainView view, OpmlEvent happened, bool isNew)
    {
        _tally.Add(view, happened);
        if (isNew && Concerns(view, happened)) options.Happened?.Invoke(happened);
    }

    /// <summary>The gas of all games that the player has open, or may come to have over its live results.</summary>
    public long GasReserved(ChainView view, Predicate<GameEntry> plays)
    {
        long games = view.Unsettled.Where(game => game.IsOpen && plays(game)).Sum(game => view.Request(game.Id.Request).Service?.Model.Terms().WholeGameGas ?? 0);
        long results = view.Live
            .Where(request => request.Result is { } result && result.Proposer == player && !view.GamesAgainst(request.Id, result.Attempt).Any(game => game.IsOpen))
            .Sum(request => request.Service!.Model.Terms().WholeGameGas);
        return games + results;
    }

    private bool Concerns(ChainView view, OpmlEvent happened) => happened switch
    {
        RequestEvent e => view.Find(e.RequestId)?.Service is not null,
        GameEvent e => view.Find(e.Game.Request)?.Service is not null,
        Withdrawn e => e.Account == player,
        _ => false,
    };
}
