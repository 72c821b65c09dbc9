using System.Runtime.InteropServices;

namespace Opml.Service.Hosting;

/// <summary>Keeps the C library from touching large blocks that it hands out as zero.</summary>
internal static partial class Allocator
{
    // M_MMAP_THRESHOLD of mallopt(3). Set once, it no longer grows with what is freed: a block above it always comes from mmap, untouched. The
    // machine's page tables are such blocks, 8 MiB each, of which a run uses a few pages; cleared by hand they cost 20 times the memory.
    private const int MmapThreshold = -3;
    private const int Bytes = 128 << 10;

    public static void Settle()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = SetOption(MmapThreshold, Bytes);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library, with other habits.
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
