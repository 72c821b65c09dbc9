namespace Opml.Models.Training;

/// <summary>
/// Divides work over processors. What is computed for an item must not depend on which others are computed with it: then
/// results are the same however many processors there are.
/// </summary>
/// <param name="count">Threads at most, 1 or more.</param>
internal sealed class Workers(int count)
{
    private const long OperationsWorthAThread = 1 << 17;

    private readonly ParallelOptions _options = new() { MaxDegreeOfParallelism = count };

    /// <summary>Works on all items in ranges.</summary>
    /// <param name="items">How many.</param>
    /// <param name="operations">About how many additions and multiplications an item takes.</param>
    /// <param name="work">Works on the items from its first argument to before its second.</param>
    public void For(int items, long operations, Action<int, int> work)
    {
        int ranges = (int)Math.Min(Math.Min(count, items), items * operations / OperationsWorthAThread);
        if (ranges <= 1)
            work(0, items);
        else
            Parallel.For(0, ranges, _options, r => work((int)((long)items * r / ranges), (int)((long)items * (r + 1) / ranges)));
    }
}
