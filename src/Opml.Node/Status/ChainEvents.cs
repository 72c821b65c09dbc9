using Opml.Dispute.Contracts.Events;
using Opml.Ethereum;

namespace Opml.Node.Status;

/// <summary>The contract's events as an operator reads them.</summary>
internal static class ChainEvents
{
    /// <summary>Null for those that are of no interest: the moves inside a game.</summary>
    public static NodeEvent? Describe(OpmlEvent happened, Address own, DateTimeOffset now)
    {
        return happened switch
        {
            RequestOpened e => Of(NodeEventKind.Request, $"request {e.RequestId} waits for a result", e),
            RequestCancelled e => Of(NodeEventKind.Request, $"request {e.RequestId} was taken back", e),
            ResultPosted e => Of(NodeEventKind.Result, $"result {e.Attempt} of request {e.RequestId} was posted by {Who(e.Proposer)}", e),
            ResultFinal e => Of(NodeEventKind.Result, $"result {e.Attempt} of request {e.RequestId}, by {Who(e.Proposer)}, is final", e),
            ResultStruckOut e => Of(NodeEventKind.Result, $"the result of request {e.RequestId}, by {Who(e.Proposer)}, is struck out", e),
            GameOpened e => OfGame($"game {e.Game} was opened by {Who(e.Challenger)}: {e.Segment.Size} steps are disputed", e),
            GameEnded e => OfGame($"game {e.Game}: {Who(e.Winner)} won {e.Reward} wei, {Who(e.Loser)} lost its bond{(e.OnTime ? " on the clock" : "")}", e),
            GameVoided e => OfGame($"game {e.Game} was void: {Who(e.Challenger)} has its bond back, and {e.Refund} wei", e),
            Withdrawn e => new NodeEvent(now, NodeEventKind.Ether, $"{Who(e.Account)} withdrew {e.Amount} wei"),
            _ => null,
        };

        NodeEvent Of(NodeEventKind kind, string message, RequestEvent e) => new(now, kind, message) { RequestId = e.RequestId };

        NodeEvent OfGame(string message, GameEvent e) => new(now, NodeEventKind.Game, message) { RequestId = e.Game.Request, Game = e.Game };

        string Who(Address account) => account == own ? "this node" : account.ToString();
    }
}
