using System.Collections;

namespace Opml.Mips.Elf;

/// <summary>The symbols of an image in the order of their addresses, found by name or by address.</summary>
public sealed class SymbolTable : IReadOnlyList<Symbol>
{
    private readonly Symbol[] _symbols;
    private readonly Dictionary<string, Symbol> _byName;

    /// <summary>A table of these symbols, which may come in any order.</summary>
    public SymbolTable(IEnumerable<Symbol> symbols)
    {
        // At one address, the last is the one that an address is named after: a function before a label, a sized one before one without.
        _symbols = [.. symbols
            .OrderBy(symbol => symbol.Address).ThenBy(symbol => symbol.IsFunction).ThenBy(symbol => symbol.Size != 0)
            .ThenByDescending(symbol => symbol.Name, StringComparer.Ordinal)];
        _byName = new Dictionary<string, Symbol>(_symbols.Length, StringComparer.Ordinal);
        foreach (Symbol symbol in _symbols) _byName.TryAdd(symbol.Name, symbol);
    }

    /// <summary>A table without symbols, as a flat image has it.</summary>
    public static SymbolTable Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _symbols.Length;

    /// <inheritdoc/>
    public Symbol this[int index] => _symbols[index];

    /// <summary>The symbol of exactly this name, the lowest where there are several; null where there is none.</summary>
    public Symbol? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>
    /// The symbol that an address belongs to: the nearest at or below it, unless the address lies past that symbol's end.
    /// A symbol without a size reaches to the next one.
    /// </summary>
    public SymbolLocation? Locate(uint address)
    {
        int low = 0, high = _symbols.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_symbols[middle].Address <= address) low = middle + 1;
            else high = middle;
        }

        if (low == 0) return null;
        Symbol symbol = _symbols[low - 1];
        uint offset = address - symbol.Address;
        return symbol.Size == 0 || offset < symbol.Size ? new SymbolLocation(symbol, offset) : null;
    }

    /// <inheritdoc/>
    public IEnumerator<Symbol> GetEnumerator() => ((IEnumerable<Symbol>)_symbols).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
