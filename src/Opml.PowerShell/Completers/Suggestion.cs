namespace Opml.PowerShell.Completers;

/// <summary>Something that an argument can be completed to.</summary>
/// <param name="Text">What is put on the command line.</param>
/// <param name="Label">What the list of choices shows; what is typed so far may be the beginning of it, too.</param>
/// <param name="Tip">What it stands for.</param>
internal sealed record Suggestion(string Text, string Label, string Tip);
