namespace Opml.Help.Pages;

/// <summary>A link.</summary>
/// <param name="Text">What it is called.</param>
/// <param name="Target">Where it leads: a page of the folder, or an address.</param>
/// <param name="Line">Its line, from 1.</param>
internal sealed record Link(string Text, string Target, int Line);
