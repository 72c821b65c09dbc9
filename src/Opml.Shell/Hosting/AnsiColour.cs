namespace Opml.Shell.Hosting;

/// <summary>Console colours as SGR sequences (ECMA-48 8.3.117).</summary>
internal static class AnsiColour
{
    // ConsoleColor counts blue, green, red in its low bits; SGR counts red, green, blue.
    private static readonly int[] Order = [0, 4, 2, 6, 1, 5, 3, 7];

    public static string Wrap(string text, ConsoleColor? foreground, ConsoleColor? background)
    {
        if (foreground is null && background is null) return text;
        string start = "";
        if (foreground is { } f) start += $"\e[{Code(f, 30)}m";
        if (background is { } b) start += $"\e[{Code(b, 40)}m";
        string body = text.TrimEnd('\n', '\r');
        return body.Length == 0 ? text : start + body + "\e[0m" + text[body.Length..];
    }

    private static int Code(ConsoleColor colour, int start) => start + ((int)colour >= 8 ? 60 : 0) + Order[(int)colour & 7];
}
