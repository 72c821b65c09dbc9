using System.Collections;
using Opml.Mips.Elf;

namespace Opml.PowerShell.Completers;

/// <summary>Completes an address to a symbol of the program that -Image or -Run names, or to a register that points somewhere.</summary>
internal sealed class GuestAddressCompleter : SuggestionCompleter
{
    private static readonly Suggestion[] s_pointers =
    [
        new("sp", "sp", "the stack pointer"),
        new("pc", "pc", "the instruction that comes next"),
        new("gp", "gp", "the global pointer"),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<Suggestion> Suggest(IDictionary bound) =>
        s_pointers.Concat(BoundArguments.Image(bound)?.Symbols.Select(FromSymbol) ?? []);

    private static Suggestion FromSymbol(Symbol symbol) => new(
        symbol.Name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.') ? symbol.Name : $"'{symbol.Name.Replace("'", "''", StringComparison.Ordinal)}'",
        symbol.Name,
        $"{(symbol.IsFunction ? "function" : "data")} at 0x{symbol.Address:x8}, {symbol.Size} bytes");
}
