using Opml.Mips.Elf;

namespace Opml.Mips.Insight;

/// <summary>Names of places that values point to.</summary>
internal static class Place
{
    // A symbol without a size, such as the end of the data, reaches to the next one: the last of them would name all memory above.
    private const uint Farthest = 1 << 16;

    /// <summary>Symbol and offset; null where no symbol is there.</summary>
    public static string? Of(SymbolTable symbols, uint address) =>
        symbols.Locate(address) is { } location && (location.Symbol.Size != 0 || location.Offset < Farthest) ? location.ToString() : null;
}
