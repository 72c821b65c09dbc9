using System.Globalization;
using Opml.Mips.Elf;
using Opml.Mips.Isa;
using Opml.Mips.State;

namespace Opml.Mips.Insight;

/// <summary>
/// A place in a guest's memory as people write it: a number (0x for hexadecimal), a symbol, or a register, and, after + or -, bytes to
/// add: <c>0x32000000</c>, <c>main.weights+0x40</c>, <c>sp-8</c>. What is both a register and a symbol is the register.
/// </summary>
/// <param name="Text">As it was written.</param>
public sealed record GuestAddress(string Text)
{
    /// <summary>The address at some state.</summary>
    /// <exception cref="ArgumentException">It names nothing that is there.</exception>
    public uint Resolve(CpuState state, SymbolTable symbols)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(symbols);
        if (Base(Text, state, symbols) is { } whole) return whole;
        int sign = Text.LastIndexOfAny(['+', '-']);
        if (sign > 0 && Base(Text[..sign].Trim(), state, symbols) is { } start && Number(Text[(sign + 1)..].Trim()) is { } offset)
            return Text[sign] == '+' ? start + offset : start - offset;
        throw new ArgumentException($"'{Text}' is no address: give a number, a register such as sp, or a symbol of the program{(symbols.Count == 0 ? " (this one came without symbols)" : "")}, with +0x10 after it for what lies behind.");
    }

    private static uint? Base(string text, CpuState state, SymbolTable symbols) =>
        Number(text)
        ?? (text.TrimStart('$') == "pc" ? (uint?)state.Pc : null)
        ?? (RegisterNames.Find(text) is { } register ? (uint?)state.Registers[register] : null)
        ?? symbols.Find(text)?.Address;

    private static uint? Number(string text) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint hexadecimal) ? (uint?)hexadecimal : null
            : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? (uint?)number : null;
}
