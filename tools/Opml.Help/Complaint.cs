namespace Opml.Help;

/// <summary>What is wrong with a page, as MSBuild reads an error.</summary>
/// <param name="File">Full path of the page.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Text">What is wrong, and what to do.</param>
internal sealed record Complaint(string File, int Line, string Text)
{
    public override string ToString() => $"{File}({Line}): error HELP001: {Text}";
}
