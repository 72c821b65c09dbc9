namespace Opml.Mips.Elf;

/// <summary>An address as a symbol and the distance from its start.</summary>
/// <param name="Symbol">The symbol that the address belongs to.</param>
/// <param name="Offset">Bytes from the symbol's start.</param>
public sealed record SymbolLocation(Symbol Symbol, uint Offset)
{
    /// <summary><c>main.main+0x1c</c>, or the name alone at its start.</summary>
    public override string ToString() => Offset == 0 ? Symbol.Name : $"{Symbol.Name}+0x{Offset:x}";
}
