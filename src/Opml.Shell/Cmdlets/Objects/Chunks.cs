namespace Opml.Shell.Cmdlets.Objects;

/// <summary>Runs of neighbours that belong together.</summary>
internal static class Chunks
{
    public static IEnumerable<List<T>> ChunkBy<T>(this IEnumerable<T> items, Func<T, T, bool> together)
    {
        List<T> chunk = [];
        foreach (T item in items)
        {
            if (chunk.Count > 0 && !together(chunk[0], item))
            {
                yield return chunk;
                chunk = [];
            }

            chunk.Add(item);
        }

        if (chunk.Count > 0) yield return chunk;
    }
}
