namespace Opml.Help.Pages;

/// <summary>All pages of a folder.</summary>
internal sealed class Library
{
    /// <summary>Name of the page of parameters that several cmdlets share.</summary>
    public const string SharedPage = "parameters.md";

    private Library()
    {
    }

    /// <summary>Full path of the page of shared parameters.</summary>
    public required string SharedFile { get; init; }

    /// <summary>The cmdlets' pages, by the names of their files, which are the cmdlets'.</summary>
    public IReadOnlyDictionary<string, Page> Pages { get; private init; } = new Dictionary<string, Page>();

    /// <summary>Parameters that several cmdlets share.</summary>
    public IReadOnlyList<Entry> Shared { get; private init; } = [];

    /// <summary>What is wrong with single pages.</summary>
    public IReadOnlyList<Complaint> Complaints { get; private init; } = [];

    /// <summary>Reads the pages: every file named as a cmdlet is, and the one of shared parameters.</summary>
    public static Library Read(string folder)
    {
        var pages = new SortedDictionary<string, Page>(StringComparer.Ordinal);
        var complaints = new List<Complaint>();
        foreach (string file in Directory.EnumerateFiles(Path.GetFullPath(folder), "*-*.md").Order(StringComparer.Ordinal))
        {
            (Page page, IReadOnlyList<Complaint> found) = PageReader.ReadCmdlet(file);
            pages.Add(Path.GetFileNameWithoutExtension(file), page);
            complaints.AddRange(found);
        }

        string shared = Path.Join(Path.GetFullPath(folder), SharedPage);
        return new Library { SharedFile = shared, Pages = pages, Shared = PageReader.ReadShared(shared), Complaints = complaints };
    }

    /// <summary>What is said of a cmdlet's parameter: on its page, or on the shared one.</summary>
    public Entry? Find(Page page, string parameter) =>
        page.Parameters.FirstOrDefault(entry => entry.Name == parameter) ?? Shared.FirstOrDefault(entry => entry.Name == parameter);
}
