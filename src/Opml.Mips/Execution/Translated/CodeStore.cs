namespace Opml.Mips.Execution.Translated;

/// <summary>Steady code pages that the forks of one machine share, from whatever threads they run on.</summary>
internal sealed class CodeStore(int heat)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<uint, CodePage> _pages = [];

    /// <summary>The page of these bytes: the one that another fork has made, or a new one. A fork that differs gets one of its own.</summary>
    public CodePage GetOrAdd(uint index, ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (_pages.TryGetValue(index, out CodePage? page) && page.Matches(bytes)) return page;
            CodePage made = CodePage.Steady(index, bytes, heat);
            if (page is null) _pages.Add(index, made);
            return made;
        }
    }
}
