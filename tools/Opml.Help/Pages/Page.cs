namespace Opml.Help.Pages;

/// <summary>A cmdlet's page, taken apart.</summary>
internal sealed record Page
{
    /// <summary>Full path of the page.</summary>
    public required string File { get; init; }

    /// <summary>The cmdlet's name.</summary>
    public required string Title { get; init; }

    /// <summary>What the cmdlet does, in a sentence.</summary>
    public required string Synopsis { get; init; }

    public required IReadOnlyList<string> Description { get; init; }

    public required IReadOnlyList<Example> Examples { get; init; }

    /// <summary>Parameters that the page describes itself.</summary>
    public required IReadOnlyList<Entry> Parameters { get; init; }

    /// <summary>Parameters for which it refers to the page that cmdlets share, with the link's line.</summary>
    public required IReadOnlyList<Link> SharedParameters { get; init; }

    public required IReadOnlyList<Entry> Inputs { get; init; }

    public required IReadOnlyList<Entry> Outputs { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public required IReadOnlyList<Link> Links { get; init; }
}
