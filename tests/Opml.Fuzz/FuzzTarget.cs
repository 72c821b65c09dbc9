namespace Opml.Fuzz;

/// <summary>Something that reads bytes from outside.</summary>
/// <param name="Name">Its name, also that of its folders of seeds and finds.</param>
/// <param name="Run">Reads them; an exception says that they are refused. One that is not expected is a find.</param>
/// <param name="Refusals">The exceptions that are expected for bad bytes.</param>
/// <param name="Seeds">Good bytes to begin with.</param>
/// <param name="Tokens">Pieces of bytes that mean something to it.</param>
internal sealed record FuzzTarget(
    string Name, Action<byte[]> Run, IReadOnlyList<Type> Refusals, Func<IEnumerable<byte[]>> Seeds, IReadOnlyList<byte[]> Tokens)
{
    /// <summary>Seconds of processor time that an input may take.</summary>
    public const int SecondsAtMost = 10;

    /// <summary>What is usual for <see cref="BytesAtMost"/>.</summary>
    public const long Usual = 128 << 20;

    /// <summary>Bytes that may be taken for an input of any size.</summary>
    public long BytesAtMost { get; init; } = Usual;

    /// <summary>Bytes that may be taken besides, for each byte of the input.</summary>
    public const long BytesPerByte = 1024;

    /// <summary>Feeds it once: null when it reads or refuses the bytes as it should, else what is wrong.</summary>
    public string? Feed(byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Run(input);
        }
        catch (Exception error)
        {
            if (!Refusals.Any(refusal => refusal.IsInstanceOfType(error))) return error.ToString();
        }

        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        return taken > BytesAtMost + (BytesPerByte * input.Length) ? $"It took {taken >> 20} MiB of memory for {input.Length} bytes." : null;
    }
}
