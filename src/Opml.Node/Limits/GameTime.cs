using Opml.Dispute.Contracts;
using Opml.Node.Status;

namespace Opml.Node.Limits;

/// <summary>Whether this machine can play a game within its clock.</summary>
internal static class GameTime
{
    // A run, and as much again to find states on the way in it: measured, with room.
    private const double RunsAGame = 2;

    /// <summary>Seconds of its clock that one side needs for a game.</summary>
    /// <param name="model">The terms.</param>
    /// <param name="steps">N.</param>
    /// <param name="stepsPerSecond">This machine's speed.</param>
    /// <param name="runsInLine">Runs of other games that may have to go first.</param>
    /// <param name="secondsPerMove">From a decision to its block.</param>
    public static double Needed(Model model, ulong steps, double stepsPerSecond, int runsInLine, double secondsPerMove)
    {
        double run = steps / stepsPerSecond;
        return (run * (RunsAGame + runsInLine)) + ((model.Terms().MaxRounds + 1) * secondsPerMove);
    }

    /// <summary>Null where there is time enough.</summary>
    public static Refusal? Check(Model model, ulong steps, double stepsPerSecond, int runsInLine, double secondsPerMove, int marginPercent)
    {
        double needed = Needed(model, steps, stepsPerSecond, runsInLine, secondsPerMove);
        double allowed = model.Clock * (100 - marginPercent) / 100.0;
        return needed <= allowed
            ? null
            : new Refusal(
                NodeWarningKind.Time,
                FormattableString.Invariant($"a game over {steps} steps would take {needed:0.#} s of a clock of {model.Clock} s, of which {marginPercent} % are to be left (at {stepsPerSecond:0} steps a second, {runsInLine} runs in line); use a faster machine, or fewer models"));
    }
}
