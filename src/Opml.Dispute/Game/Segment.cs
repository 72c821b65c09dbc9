using Opml.Ethereum;

namespace Opml.Dispute.Game;

/// <summary>
/// A disputed part of a trace: both sides agree on the state at <see cref="Index"/>, and disagree on the one
/// <see cref="Size"/> steps on. A segment of s steps falls into m = min(k, s) parts, the i-th of which begins
/// ⌊i·s/m⌋ steps in.
/// </summary>
/// <param name="Index">Position in the trace at which the segment begins.</param>
/// <param name="Size">Number of steps, at least 1.</param>
/// <param name="Agreed">Hash of the state at the beginning.</param>
/// <param name="Disputed">Hash of the state at the end, as the proposer claims it.</param>
public readonly record struct Segment(ulong Index, ulong Size, Hash32 Agreed, Hash32 Disputed)
{
    /// <summary>m: the number of parts into which k = <paramref name="arity"/> divides this segment.</summary>
    public int Parts(int arity) => (int)Math.Min((ulong)arity, Size);

    /// <summary>The position at which part <paramref name="i"/> of <paramref name="parts"/> begins, exactly.</summary>
    public ulong Boundary(int i, int parts) => Index + (ulong)((UInt128)(uint)i * Size / (uint)parts);

    /// <summary>The m − 1 inner positions whose hashes the proposer posts.</summary>
    public IReadOnlyList<ulong> Positions(int arity)
    {
        var parts = Parts(arity);
        var positions = new ulong[parts - 1];
        for (var i = 1; i < parts; i++)
            positions[i - 1] = Boundary(i, parts);

        return positions;
    }

    /// <summary>The part that a pick makes the new segment.</summary>
    /// <param name="hashes">The states at <see cref="Positions"/>, as posted.</param>
    /// <param name="choice">The part, from 0.</param>
    /// <exception cref="RuleException"><see cref="Rule.NoSuchPart"/></exception>
    public Segment Pick(IReadOnlyList<Hash32> hashes, int choice)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        var parts = hashes.Count + 1;
        if (choice < 0 || choice >= parts)
            throw new RuleException(Rule.NoSuchPart, $"The segment has parts 0 to {parts - 1}, and no part {choice}.");

        var begin = Boundary(choice, parts);
        return new Segment(
            begin,
            Boundary(choice + 1, parts) - begin,
            choice == 0 ? Agreed : hashes[choice - 1],
            choice == parts - 1 ? Disputed : hashes[choice]);
    }

    /// <summary>
    /// The most picks that a segment can take to come down to one step: the larger part is disputed each time.
    /// </summary>
    /// <param name="size">Number of steps.</param>
    /// <param name="arity">k, at least 2.</param>
    public static int Rounds(ulong size, int arity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(arity, 2);
        var rounds = 0;
        while (size > 1)
        {
            var parts = Math.Min((ulong)arity, size);
            size = (size / parts) + (size % parts == 0 ? 0UL : 1UL);
            rounds++;
        }

        return rounds;
    }
}
