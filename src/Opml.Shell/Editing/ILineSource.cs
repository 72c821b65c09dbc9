namespace Opml.Shell.Editing;

/// <summary>Where the lines of the prompt come from.</summary>
internal interface ILineSource
{
    /// <summary>Shows a prompt and reads a line.</summary>
    /// <param name="prompt">The prompt, as the prompt function gives it.</param>
    /// <returns>The line; empty when it was given up with Ctrl+C; null at the end of the input.</returns>
    string? ReadLine(string prompt);
}
