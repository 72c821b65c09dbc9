using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Opml.Help.Pages;

/// <summary>Takes a page apart by its headings: a title, sections, and entries in some of the sections.</summary>
internal sealed class PageReader
{
    private static readonly string[] s_sections = ["Description", "Examples", "Parameters", "Inputs", "Outputs", "Notes", "Links"];

    // For the lines of links, which are not kept otherwise.
    private static readonly MarkdownPipeline s_markdown = new MarkdownPipelineBuilder().UsePreciseSourceLocation().Build();

    private readonly string _file;
    private readonly MarkdownDocument _document;
    private readonly List<Complaint> _complaints = [];
    private readonly Dictionary<string, List<Block>> _sections = [];

    private PageReader(string file)
    {
        _file = file;
        _document = Markdown.Parse(File.ReadAllText(file), s_markdown);
    }

    /// <summary>Reads a cmdlet's page.</summary>
    public static (Page Page, IReadOnlyList<Complaint> Complaints) ReadCmdlet(string file)
    {
        var reader = new PageReader(file);
        (string title, List<Block> lead) = reader.Split();
        foreach (string section in s_sections)
            if (!reader._sections.ContainsKey(section)) reader.Complain(1, $"The section '## {section}' is missing.");
        var page = new Page
        {
            File = file,
            Title = title,
            Synopsis = string.Join(" ", Prose.Paragraphs(lead)),
            Description = [.. Prose.Paragraphs(reader.Section("Description"))],
            Examples = [.. reader.Groups("Examples").Select(group => reader.ToExample(group.Heading, group.Blocks))],
            Parameters = reader.Entries("Parameters"),
            SharedParameters = [.. reader.Links("Parameters").Where(static link => link.Text.StartsWith('-'))],
            Inputs = reader.Entries("Inputs"),
            Outputs = reader.Entries("Outputs"),
            Notes = [.. Prose.Paragraphs(reader.Section("Notes"))],
            Links = [.. reader.Links("Links")],
        };
        if (page.Synopsis.Length == 0) reader.Complain(1, "Say in a sentence under the title what the cmdlet does.");
        if (page.Description.Count == 0) reader.Complain(1, "The description is empty.");
        return (page, reader._complaints);
    }

    /// <summary>Reads the page of parameters that several cmdlets share.</summary>
    public static IReadOnlyList<Entry> ReadShared(string file)
    {
        var reader = new PageReader(file);
        reader.Split();
        return reader.Entries("Parameters");
    }

    private (string Title, List<Block> Lead) Split()
    {
        string title = "";
        var lead = new List<Block>();
        List<Block> current = lead;
        foreach (Block block in _document)
        {
            if (block is HeadingBlock { Level: 1 } first) title = Text(first);
            else if (block is HeadingBlock { Level: 2 } heading)
            {
                string name = Text(heading);
                if (!s_sections.Contains(name)) Complain(LineOf(heading), $"There is no section '{name}'; there are {string.Join(", ", s_sections)}.");
                if (!_sections.TryAdd(name, current = [])) Complain(LineOf(heading), $"The section '{name}' is there twice.");
            }
            else current.Add(block);
        }

        return (title, lead);
    }

    private List<Block> Section(string name) => _sections.GetValueOrDefault(name) ?? [];

    private List<(HeadingBlock Heading, List<Block> Blocks)> Groups(string section)
    {
        var groups = new List<(HeadingBlock Heading, List<Block> Blocks)>();
        foreach (Block block in Section(section))
        {
            if (block is HeadingBlock heading) groups.Add((heading, []));
            else if (groups.Count > 0) groups[^1].Blocks.Add(block);
        }

        return groups;
    }

    private List<Entry> Entries(string section)
    {
        List<Entry> entries = [.. Groups(section).Select(static group => new Entry(Text(group.Heading).TrimStart('-'), LineOf(group.Heading), [.. Prose.Paragraphs(group.Blocks)]))];
        foreach (Entry entry in entries)
            if (entry.Text.Count == 0) Complain(entry.Line, $"'{entry.Name}' has no description.");
        return entries;
    }

    private Example ToExample(HeadingBlock heading, List<Block> blocks)
    {
        FencedCodeBlock[] code = [.. blocks.OfType<FencedCodeBlock>().Where(static block => block.Info == "powershell")];
        if (code.Length != 1) Complain(LineOf(heading), $"The example '{Text(heading)}' has {code.Length} powershell blocks; it must have one.");
        IReadOnlyList<string> remarks = [.. Prose.Paragraphs(blocks.Except(code))];
        if (remarks.Count == 0) Complain(LineOf(heading), $"The example '{Text(heading)}' has no sentence that explains it.");
        return new Example(Text(heading), LineOf(heading), string.Join('\n', code.SelectMany(Prose.Lines)), remarks);
    }

    private IEnumerable<Link> Links(string section) =>
        from list in Section(section).TakeWhile(static block => block is not HeadingBlock).OfType<ListBlock>()
        from link in list.Descendants<LinkInline>()
        select new Link(Prose.Plain(link), link.Url ?? "", link.Line + 1);

    private void Complain(int line, string text) => _complaints.Add(new Complaint(_file, line, text));

    private static string Text(HeadingBlock heading) => heading.Inline is { } inline ? Prose.Plain(inline) : "";

    private static int LineOf(Block block) => block.Line + 1;
}
