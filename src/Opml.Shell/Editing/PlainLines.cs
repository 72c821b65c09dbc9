using Opml.Shell.Hosting;

namespace Opml.Shell.Editing;

/// <summary>Lines as the terminal, or whatever stands in its place, hands them over.</summary>
internal sealed class PlainLines(ConsoleText console, TextReader input) : ILineSource
{
    public string? ReadLine(string prompt)
    {
        console.Write(prompt);
        string? line = input.ReadLine();
        console.LineWasTyped();
        return line;
    }
}
