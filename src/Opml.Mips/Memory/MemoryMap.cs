namespace Opml.Mips.Memory;

/// <summary>
/// Where things lie in the guest's 32-bit address space. The addresses are opML's own, so that its
/// images run here unchanged.
/// </summary>
public static class MemoryMap
{
    /// <summary>First byte of the flat program image; its start-up stub lies here.</summary>
    public const uint Program = 0x00000000;

    /// <summary>First address that mmap without a hint hands out.</summary>
    public const uint Heap = 0x20000000;

    /// <summary>End (exclusive) of the mmap heap; a request that would pass it fails with ENOMEM.</summary>
    public const uint HeapEnd = 0x30000000;

    /// <summary>Word that a guest writes once its output is complete.</summary>
    public const uint Magic = 0x30000800;

    /// <summary>Input: length (4 bytes, big-endian), then the bytes. The range is the tree node 0x31 at depth 8.</summary>
    public const uint Input = 0x31000000;

    /// <summary>Output: length (4 bytes, big-endian), then the bytes. The range is the tree node 0x32 at depth 8.</summary>
    public const uint Output = 0x32000000;

    /// <summary>Model: length (4 bytes, big-endian), then the bytes.</summary>
    public const uint Model = 0x33000000;

    /// <summary>End (exclusive) of the model's range.</summary>
    public const uint ModelEnd = 0x40000000;

    /// <summary>What brk returns; Go's heap settles just above.</summary>
    public const uint Brk = 0x40000000;

    /// <summary>Initial stack pointer, set by the image's start-up stub.</summary>
    public const uint InitialStackPointer = 0x7fffd000;

    /// <summary>Longest image in bytes: the program range ends where the heap begins.</summary>
    public const int MaximumImageLength = (int)(Heap - Program);

    /// <summary>Longest input in bytes: node 0x31 less the length word.</summary>
    public const int MaximumInputLength = (int)(Output - Input) - sizeof(uint);

    /// <summary>Longest output in bytes: node 0x32 less the length word.</summary>
    public const int MaximumOutputLength = (int)(Model - Output) - sizeof(uint);

    /// <summary>Longest model in bytes: its range less the length word.</summary>
    public const int MaximumModelLength = (int)(ModelEnd - Model) - sizeof(uint);
}
