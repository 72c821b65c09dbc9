using Opml.Ethereum;

namespace Opml.Dispute.Game;

/// <summary>
/// One game between a proposer and a challenger. Every move gives a new state, or a <see cref="RuleException"/>. Times
/// are seconds on the chain's clock.
/// </summary>
public sealed record GameState
{
    private GameState()
    {
    }

    /// <summary>What is disputed now.</summary>
    public required Segment Segment { get; init; }

    /// <summary>The hashes at the segment's inner positions, in the challenger's turn; else empty.</summary>
    public IReadOnlyList<Hash32> Hashes { get; private init; } = [];

    /// <summary>Whose turn it is, or how the game ended.</summary>
    public required Turn Turn { get; init; }

    /// <summary>k.</summary>
    public required int Arity { get; init; }

    /// <summary>The time at which the clock of the side to move is spent.</summary>
    public required ulong Deadline { get; init; }

    /// <summary>Seconds that the other side has left.</summary>
    public required ulong OtherClock { get; init; }

    /// <summary>Picks that the challenger has made: what a void game's refund counts.</summary>
    public required int Picks { get; init; }

    /// <summary>Whether a clock decided.</summary>
    public bool OnTime { get; private init; }

    /// <summary>Whether moves are possible still.</summary>
    public bool IsOpen => Turn is Turn.Proposer or Turn.Challenger or Turn.Proof;

    /// <summary>Opens a game: index 0 is agreed, the state after <paramref name="steps"/> steps disputed.</summary>
    /// <param name="start">Hash of the start state.</param>
    /// <param name="result">Hash of the last state, as posted.</param>
    /// <param name="steps">N, at least 1.</param>
    /// <param name="arity">k.</param>
    /// <param name="clock">Seconds for each side.</param>
    /// <param name="now">Time of the opening.</param>
    public static GameState Open(Hash32 start, Hash32 result, ulong steps, int arity, uint clock, ulong now)
    {
        ArgumentOutOfRangeException.ThrowIfZero(steps);
        ArgumentOutOfRangeException.ThrowIfLessThan(arity, 2);
        return new GameState
        {
            Segment = new Segment(0, steps, start, result),
            Turn = steps == 1 ? Turn.Proof : Turn.Proposer,
            Arity = arity,
            Deadline = now + clock,
            OtherClock = clock,
            Picks = 0,
        };
    }

    /// <summary>A game as its record shows it, to go on with.</summary>
    /// <param name="segment">What is disputed.</param>
    /// <param name="hashes">The hashes at its inner positions, in the challenger's turn; else empty.</param>
    /// <param name="turn">Whose turn it is, or how the game ended.</param>
    /// <param name="arity">k.</param>
    /// <param name="deadline">The time at which the clock of the side to move is spent.</param>
    /// <param name="otherClock">Seconds that the other side has left.</param>
    /// <param name="picks">Picks that the challenger has made.</param>
    public static GameState Restore(
        Segment segment, IReadOnlyList<Hash32> hashes, Turn turn, int arity, ulong deadline, ulong otherClock, int picks) =>
        new()
        {
            Segment = segment,
            Hashes = [.. hashes],
            Turn = turn,
            Arity = arity,
            Deadline = deadline,
            OtherClock = otherClock,
            Picks = picks,
        };

    /// <summary>The proposer's move: the states at <see cref="Segment.Positions"/>.</summary>
    public GameState Post(IReadOnlyList<Hash32> hashes, ulong now)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        Expect(Turn.Proposer, now);
        var expected = Segment.Parts(Arity) - 1;
        if (hashes.Count != expected)
            throw new RuleException(Rule.WrongHashCount, $"The segment needs {expected} hashes, not {hashes.Count}.");

        return PassClock(now) with { Hashes = [.. hashes], Turn = Turn.Challenger };
    }

    /// <summary>The challenger's move: the first part whose end it disagrees with.</summary>
    public GameState Pick(int choice, ulong now)
    {
        Expect(Turn.Challenger, now);
        var part = Segment.Pick(Hashes, choice);
        var next = this with { Segment = part, Hashes = [], Picks = Picks + 1 };
        return part.Size == 1 ? next with { Turn = Turn.Proof } : next.PassClock(now) with { Turn = Turn.Proposer };
    }

    /// <summary>Anyone's move: the machine's own step from the agreed state decides.</summary>
    /// <param name="next">Hash of the state that the machine gives.</param>
    /// <param name="now">Time of the move.</param>
    public GameState Prove(Hash32 next, ulong now)
    {
        Expect(Turn.Proof, now);
        return this with { Turn = next == Segment.Disputed ? Turn.ProposerWon : Turn.ChallengerWon };
    }

    /// <summary>Anyone's move: the side whose clock is spent loses.</summary>
    public GameState CallTime(ulong now)
    {
        if (!IsOpen)
            throw new RuleException(Rule.WrongTurn, $"The game is over ({Turn}): there is no clock to call.");
        if (now < Deadline)
            throw new RuleException(Rule.ClockRuns, $"The clock runs until {Deadline}; it is {now}.");

        return this with { Turn = Turn == Turn.Proposer ? Turn.ChallengerWon : Turn.ProposerWon, OnTime = true };
    }

    /// <summary>Another game struck the result out.</summary>
    public GameState MakeVoid() => IsOpen
        ? this with { Turn = Turn.Void }
        : throw new RuleException(Rule.WrongTurn, $"The game is over ({Turn}): it cannot become void.");

    private void Expect(Turn turn, ulong now)
    {
        if (Turn != turn)
            throw new RuleException(Rule.WrongTurn, $"This is a move for the turn {turn}; the game is at {Turn}.");
        if (now >= Deadline)
            throw new RuleException(Rule.ClockSpent, $"The mover's clock was spent at {Deadline}; it is {now}.");
    }

    private GameState PassClock(ulong now) => this with { Deadline = now + OtherClock, OtherClock = Deadline - now };
}
