namespace Opml.Mips.Image;

/// <summary>A function of Go's runtime that the machine needs replaced.</summary>
/// <param name="Symbol">Its symbol.</param>
/// <param name="Required">Whether every Go program has it; others lose it when nothing calls it.</param>
/// <param name="Code">The instructions that take the place of its first ones.</param>
internal sealed record GoPatch(string Symbol, bool Required, params uint[] Code)
{
    private const uint Return = 0x03e00008; // jr $ra
    private const uint Nop = 0;
    private const uint StoreZero = 0xafa00000; // sw $zero, 0($sp)
    private const uint StoreT0 = 0xafa80000; // sw $t0, 0($sp)
    private const uint One = 0x24080001; // addiu $t0, $zero, 1

    /// <summary>
    /// The patches. They were run with Go 1.19; later releases have the same functions in their sources, but none was run. A release
    /// that needs another gets a line here. On mips, results lie on the caller's stack from 4($sp), the high word of an int64 first.
    /// </summary>
    public static IReadOnlyList<GoPatch> All { get; } =
    [
        // Starts the sweeper and scavenger goroutines, waits for them and allows collections. On one thread whose clock
        // stands still the program would not go on; without it there is no garbage collection.
        new("runtime.gcenable", true, Return, Nop),

        // func nanotime1() int64: 1 ns, for the runtime refuses a clock at 0.
        new("runtime.nanotime1", true, One, StoreZero | 4, Return, StoreT0 | 8),

        // func walltime() (sec int64, nsec int32): 1 s after the epoch.
        new("runtime.walltime", false, One, StoreZero | 4, StoreT0 | 8, Return, StoreZero | 12),
    ];
}
