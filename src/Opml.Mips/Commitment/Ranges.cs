namespace Opml.Mips.Commitment;

/// <summary>Work on the indices 0 to n − 1, over several cores where there is much of it.</summary>
internal static class Ranges
{
    /// <summary>
    /// Calls <paramref name="work"/> with ranges [from, to) of <paramref name="size"/> indices, the last one shorter, in
    /// no order and at the same time; with one range, on the caller's thread, where there are fewer than two full ones.
    /// </summary>
    public static void For(int count, int size, Action<int, int> work)
    {
        if (count / size < 2)
        {
            work(0, count);
            return;
        }
        Parallel.For(0, (int)(((long)count + size - 1) / size), i => work(i * size, (int)Math.Min(count, (long)(i + 1) * size)));
    }
}
