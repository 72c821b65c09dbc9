using Opml.Mips.Execution;
using Opml.Mips.Trace;

namespace Opml.Mips.Insight.Comparison;

/// <summary>Holds somebody's state hashes against a run.</summary>
public static class ClaimCheck
{
    /// <summary>Finds the first hash, in the order of the indices, that is not the run's.</summary>
    /// <param name="origin">The run.</param>
    /// <param name="claims">32-byte state hashes by their indices.</param>
    /// <param name="stepLimit">Most steps of the run.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">There is no claim, or one is no hash.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A claim is about a state past the limit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static RunComparison Of(RunOrigin origin, IReadOnlyDictionary<ulong, byte[]> claims, ulong stepLimit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentNullException.ThrowIfNull(claims);
        if (claims.Count == 0) throw new ArgumentException("There is no claim to check: give indices with their state hashes.", nameof(claims));
        if (claims.FirstOrDefault(claim => claim.Value is not { Length: 32 }) is { Value: not null } bad)
            throw new ArgumentException($"The state hash at {bad.Key} has {bad.Value.Length} bytes; a hash has 32.", nameof(claims));

        using var trace = new ExecutionTrace(origin.Load(), stepLimit, cancellationToken);
        ulong? agreed = null;
        foreach ((ulong index, byte[] claim) in claims.OrderBy(claim => claim.Key))
        {
            byte[] own = trace.StateHashAt(index, cancellationToken);
            if (own.AsSpan().SequenceEqual(claim))
            {
                agreed = index;
                continue;
            }
            return Result(origin, trace, agreed, index, own, claim);
        }
        byte[] last = trace.StateHashAt(agreed!.Value, cancellationToken);
        return Result(origin, trace, agreed, null, last, last);
    }

    private static RunComparison Result(RunOrigin origin, ExecutionTrace trace, ulong? agreed, ulong? different, byte[] own, byte[] claim)
    {
        StepEffect? effect = different is { } index && agreed == index - 1
            ? StepEffect.Between(trace.StateAt(index - 1), trace.StateAt(index), origin.Image.Symbols)
            : null;
        return new RunComparison
        {
            Basis = ComparisonBasis.Claim,
            Same = different is null,
            AgreedIndex = agreed,
            DifferentIndex = different,
            Reference = Side($"{origin}", trace, effect, own),
            Difference = Side("claim", trace, null, claim),
            Summary = different is null ? "All claims are the run's own state hashes."
                : agreed is null ? $"The first claim, at index {different}, is not the run's."
                : $"The claims are the run's up to index {agreed}, and not at {different}.",
        };
    }

    private static ComparedRun Side(string name, ExecutionTrace trace, StepEffect? effect, byte[] hash) => new()
    {
        Name = name,
        Status = trace.Status,
        Steps = trace.Length,
        Effect = effect,
        StateHash = "0x" + Convert.ToHexStringLower(hash),
    };
}
