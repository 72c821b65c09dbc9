using System.Collections;
using Opml.Mips.Isa;

namespace Opml.PowerShell.Completers;

/// <summary>Completes a register's name in the calling convention.</summary>
internal sealed class RegisterNameCompleter : SuggestionCompleter
{
    private const int Count = 32;

    /// <summary>Every register by its name.</summary>
    public static IEnumerable<Suggestion> All { get; } =
    [
        .. Enumerable.Range(0, Count).Select(register => new Suggestion(RegisterNames.Of(register), RegisterNames.Of(register), $"register {register}")),
        new("hi", "hi", "the high word of a product, or the remainder of a division"),
        new("lo", "lo", "the low word of a product, or the quotient of a division"),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<Suggestion> Suggest(IDictionary bound) => All;
}
