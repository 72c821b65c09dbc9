using System.Buffers.Binary;
using Opml.Mips.Memory;

namespace Opml.Mips.Image;

/// <summary>
/// The code at address 0, where the machine starts. It sets the stack pointer and lays out what Linux puts there for a new
/// process (o32 psABI, chapter 3, "Process Stack"; read by Go's runtime in <c>_rt0_mips_linux</c> and <c>sysargs</c>):
/// no arguments, no environment, and an auxiliary vector that gives the page size. Then it jumps to the program.
/// </summary>
internal static class StartupStub
{
    /// <summary>Bytes from address 0 that belong to the stub; no segment may lie there.</summary>
    public const int Length = 64;

    private const uint PageSizeTag = 6; // AT_PAGESZ
    private const uint PageSize = 0x1000;
    private const int Zero = 0;
    private const int T0 = 8;
    private const int T9 = 25; // holds the address of the callee, as position-independent C expects
    private const int Sp = 29;

    /// <summary>The stub for a program with this entry point, filled with zeros to <see cref="Length"/> bytes.</summary>
    public static byte[] Create(uint entryPoint)
    {
        uint[] code =
        [
            Lui(Sp, MemoryMap.InitialStackPointer >> 16),
            Ori(Sp, Sp, MemoryMap.InitialStackPointer & 0xffff),
            Sw(Zero, 0),             // argc
            Sw(Zero, 4),             // argv: NULL
            Sw(Zero, 8),             // envp: NULL
            Ori(T0, Zero, PageSizeTag),
            Sw(T0, 12),              // auxv[0]: AT_PAGESZ
            Ori(T0, Zero, PageSize),
            Sw(T0, 16),
            Sw(Zero, 20),            // auxv[1]: AT_NULL
            Lui(T9, entryPoint >> 16),
            Ori(T9, T9, entryPoint & 0xffff),
            Jr(T9),
            Sw(Zero, 24),            // in the delay slot
        ];
        byte[] bytes = new byte[Length];
        for (int i = 0; i < code.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(i * sizeof(uint)), code[i]);
        return bytes;
    }

    private static uint Lui(int rt, uint immediate) => 0x0fu << 26 | (uint)rt << 16 | immediate;

    private static uint Ori(int rt, int rs, uint immediate) => 0x0du << 26 | (uint)rs << 21 | (uint)rt << 16 | immediate;

    private static uint Sw(int rt, uint stackOffset) => 0x2bu << 26 | (uint)Sp << 21 | (uint)rt << 16 | stackOffset;

    private static uint Jr(int rs) => (uint)rs << 21 | 0x08;
}
