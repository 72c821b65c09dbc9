namespace Opml.Mips.Elf;

/// <summary>A named place in an image.</summary>
/// <param name="Name">As the linker wrote it: <c>main.main</c>, <c>runtime.memmove</c>.</param>
/// <param name="Address">Guest address of its first byte.</param>
/// <param name="Size">Bytes; 0 where the symbol table does not say, as for labels in assembly.</param>
/// <param name="IsFunction">Code rather than data or a bare label.</param>
public sealed record Symbol(string Name, uint Address, uint Size, bool IsFunction);
