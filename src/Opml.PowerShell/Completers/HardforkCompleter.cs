using System.Collections;

namespace Opml.PowerShell.Completers;

/// <summary>Completes the rules of a local chain: those that the contracts can run on, the newest first.</summary>
internal sealed class HardforkCompleter : SuggestionCompleter
{
    private static readonly Suggestion[] s_forks =
    [
        new("osaka", "osaka", "Fusaka, December 2025"),
        new("prague", "prague", "Pectra, May 2025: a floor under the price of calldata (EIP-7623)"),
        new("cancun", "cancun", "Dencun, March 2024: the oldest that the contracts run on"),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<Suggestion> Suggest(IDictionary bound) => s_forks;
}
