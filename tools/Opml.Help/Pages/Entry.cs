namespace Opml.Help.Pages;

/// <summary>A heading of the third level with what stands under it: a parameter, or a type that goes in or out.</summary>
/// <param name="Name">The heading; a parameter's is without its dash.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Text">The paragraphs under it.</param>
internal sealed record Entry(string Name, int Line, IReadOnlyList<string> Text);
