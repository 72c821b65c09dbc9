namespace Opml.Mips.Insight.Profile;

/// <summary>How often the instruction at each address was executed.</summary>
internal sealed class StepCounts
{
    private const int PageBits = 12;
    private const int WordsAPage = 1 << (PageBits - 2);

    private readonly ulong[]?[] _pages = new ulong[]?[1 << (32 - PageBits)];

    /// <summary>Counts a step at an address that is a multiple of four.</summary>
    public void Add(uint pc) => (_pages[pc >> PageBits] ??= new ulong[WordsAPage])[(pc >> 2) & (WordsAPage - 1)]++;

    /// <summary>The addresses with their counts, upwards, those without any left out.</summary>
    public IEnumerable<(uint Address, ulong Steps)> All
    {
        get
        {
            for (int page = 0; page < _pages.Length; page++)
            {
                if (_pages[page] is not { } words) continue;
                for (int i = 0; i < WordsAPage; i++)
                    if (words[i] != 0) yield return (((uint)page << PageBits) + ((uint)i << 2), words[i]);
            }
        }
    }
}
