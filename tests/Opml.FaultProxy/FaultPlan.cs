using System.Collections.Immutable;
using System.Globalization;

namespace Opml.FaultProxy;

/// <summary>How often which fault happens. At most one happens to a question.</summary>
public sealed record FaultPlan
{
    /// <summary>Nothing goes wrong.</summary>
    public static FaultPlan None { get; } = new();

    /// <summary>The share of questions, of those that a fault is possible for, that each happens to: 0 to 1, and together no more than 1.</summary>
    public ImmutableDictionary<FaultKind, double> Rates { get; init; } = ImmutableDictionary<FaultKind, double>.Empty;

    /// <summary>The longest delay.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How many blocks a stale head is back at most.</summary>
    public int MaxStale { get; init; } = 10;

    /// <summary>A plan with these faults.</summary>
    /// <exception cref="ArgumentException">A rate is not between 0 and 1.</exception>
    public static FaultPlan Of(params IEnumerable<(FaultKind Kind, double Rate)> rates)
    {
        var plan = rates.ToImmutableDictionary(rate => rate.Kind, rate => rate.Rate);
        return plan.Values.All(rate => rate is >= 0 and <= 1) && plan.Values.Sum() <= 1
            ? new FaultPlan { Rates = plan }
            : throw new ArgumentException("Rates lie between 0 and 1, and so does their sum.", nameof(rates));
    }

    /// <summary>Every question that the fault is possible for goes wrong.</summary>
    public static FaultPlan Always(FaultKind kind) => Of((kind, 1));

    /// <summary>Reads <c>drop=0.05</c>, as the program's command line has it.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static (FaultKind Kind, double Rate) Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('=');
        return parts.Length == 2
            && Enum.TryParse<FaultKind>(parts[0], ignoreCase: true, out var kind) && Enum.IsDefined(kind)
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var rate)
            ? (kind, rate)
            : throw new FormatException($"'{text}' is no fault and rate, such as drop=0.05. The faults are {string.Join(", ", Enum.GetNames<FaultKind>())}.");
    }

    internal FaultKind? Draw(double number, Func<FaultKind, bool> isPossible)
    {
        foreach (var (kind, rate) in Rates.OrderBy(entry => entry.Key))
        {
            if (!isPossible(kind))
                continue;
            if (number < rate)
                return kind;
            number -= rate;
        }

        return null;
    }
}
