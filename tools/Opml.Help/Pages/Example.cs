namespace Opml.Help.Pages;

/// <summary>An example: commands that run as they stand, and what is to be said of them.</summary>
/// <param name="Title">What it does, in a few words.</param>
/// <param name="Line">The heading's line, from 1.</param>
/// <param name="Code">The commands.</param>
/// <param name="Remarks">The paragraphs around them.</param>
internal sealed record Example(string Title, int Line, string Code, IReadOnlyList<string> Remarks);
