using Opml.Dispute.Sessions;

namespace Opml.Dispute.Reports;

/// <summary>What both chess clocks had left after each move, by the times of the blocks that the moves are in.</summary>
/// <param name="Moves">The opening, then each move.</param>
/// <param name="Clock">What each side began with.</param>
internal sealed record ClockHistory(IReadOnlyList<ClockHistory.Move> Moves, TimeSpan Clock)
{
    /// <summary>One move.</summary>
    public sealed record Move(string Name, DateTimeOffset Time, TimeSpan Proposer, TimeSpan Challenger);

    /// <summary>The clocks of a game; null where the times or the terms are not known.</summary>
    public static ClockHistory? Of(DisputeStory story)
    {
        if (story.Opened is not { } opened || story.Model is not { } model || opened.Mined is not [.., { } opening]) return null;
        var clock = TimeSpan.FromSeconds(model.Clock);
        TimeSpan proposer = clock, challenger = clock;
        DateTimeOffset last = opening.Time;
        var moves = new List<Move> { new("opened", last, proposer, challenger) };

        void Take(string name, DateTimeOffset time, bool byProposer)
        {
            TimeSpan used = time - last;
            if (byProposer) proposer = proposer > used ? proposer - used : TimeSpan.Zero;
            else challenger = challenger > used ? challenger - used : TimeSpan.Zero;
            moves.Add(new Move(name, time, proposer, challenger));
            last = time;
        }

        foreach (DisputeRound round in story.Rounds)
        {
            if (round.Mined is [{ } post, ..]) Take($"round {round.Round}, states posted", post.Time, true);
            if (round.Mined is [_, { } pick, ..]) Take($"round {round.Round}, part picked", pick.Time, false);
        }
        if (story.Step is { Mined: [.., { } proof] }) Take("step proven", proof.Time, false);
        else if (story.Outcome is { OnTime: true, Mined: [.., { } call] }) Take("time called", call.Time, story.Outcome.Loser == story.Result.Proposer);
        return new ClockHistory(moves, clock);
    }
}
