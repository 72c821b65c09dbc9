namespace Opml.Mips.Trace;

/// <summary>What traces may use to keep states of their runs at hand.</summary>
public sealed record SnapshotOptions
{
    /// <summary>The memory limit unless set: 1 GiB, but no more than an eighth of the memory that the process may take.</summary>
    public static long DefaultMemoryLimit { get; } = Math.Min(1L << 30, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8);

    /// <summary>
    /// Most bytes of memory for pages that belong to snapshots alone, of all traces together. What is beyond goes to disk. 0 keeps no
    /// snapshots: each question is answered by a run from the start.
    /// </summary>
    public long MemoryLimit { get; init; } = DefaultMemoryLimit;

    /// <summary>
    /// The folder for what is beyond, made when needed; the system's for temporary files unless set. The files in it are readable for
    /// their owner alone, and gone with the trace or the process, however that ends.
    /// </summary>
    public string SpillFolder { get; init; } = Path.GetTempPath();

    /// <summary>Most bytes on disk; 16 times the memory limit unless set. Beyond it snapshots are kept further apart.</summary>
    public long? DiskLimit { get; init; }

    /// <summary>Bytes of the disk that are left free.</summary>
    public long FreeDisk { get; init; } = 1L << 30;

    /// <summary>Told in a sentence why snapshots are kept further apart or were lost; from any thread.</summary>
    public Action<string>? Warn { get; init; }
}
