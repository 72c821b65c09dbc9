using System.Buffers.Binary;
using System.Text;

namespace Opml.Fuzz.Targets;

/// <summary>A small big-endian MIPS-32 program: one segment of two instructions, a symbol table with one function.</summary>
internal static class TinyElf
{
    private const int HeaderSize = 52, ProgramHeaderSize = 32, SectionHeaderSize = 40, SymbolSize = 16;
    private const uint Base = 0x10000;

    public static byte[] Create()
    {
        byte[] names = Encoding.ASCII.GetBytes("\0main\0.symtab\0.strtab\0");
        byte[] code = [0x24, 0x02, 0x0f, 0xa1, 0x00, 0x00, 0x00, 0x0c];
        int codeAt = HeaderSize + ProgramHeaderSize;
        int symbolsAt = codeAt + code.Length;
        int namesAt = symbolsAt + (2 * SymbolSize);
        int sectionsAt = (namesAt + names.Length + 3) & ~3;
        byte[] file = new byte[sectionsAt + (3 * SectionHeaderSize)];

        file.AsSpan().Clear();
        ReadOnlySpan<byte> identity = [0x7f, (byte)'E', (byte)'L', (byte)'F', 1, 2, 1];
        identity.CopyTo(file);
        Halves(file, 16, 2, 8);
        Words(file, 20, 1, Base + (uint)codeAt, HeaderSize, (uint)sectionsAt, 0x50001000);
        Halves(file, 40, HeaderSize, ProgramHeaderSize, 1, SectionHeaderSize, 3, 2);
        Words(file, HeaderSize, 1, 0, Base, Base, (uint)symbolsAt, (uint)symbolsAt, 5, 0x1000);
        code.CopyTo(file, codeAt);
        Words(file, symbolsAt + SymbolSize, 1, Base + (uint)codeAt, (uint)code.Length);
        file[symbolsAt + SymbolSize + 12] = 0x12;
        Halves(file, symbolsAt + SymbolSize + 14, 1);
        names.CopyTo(file, namesAt);
        Words(file, sectionsAt + SectionHeaderSize, 6, 2, 0, 0, (uint)symbolsAt, 2 * SymbolSize, 2, 1, 4, SymbolSize);
        Words(file, sectionsAt + (2 * SectionHeaderSize), 14, 3, 0, 0, (uint)namesAt, (uint)names.Length, 0, 0, 1, 0);
        return file;
    }

    private static void Words(byte[] file, int at, params ReadOnlySpan<uint> words)
    {
        for (int i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + (4 * i)), words[i]);
    }

    private static void Halves(byte[] file, int at, params ReadOnlySpan<ushort> halves)
    {
        for (int i = 0; i < halves.Length; i++) BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(at + (2 * i)), halves[i]);
    }
}
