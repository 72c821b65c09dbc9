using System.Globalization;
using System.Text;

namespace Opml.Models.Sources;

/// <summary>Text from a file, made fit for a message: no control characters, bounded length.</summary>
internal static class Printable
{
    private const int MaximumLength = 120;

    /// <summary>The text with control and format characters as \uXXXX, cut with an ellipsis when it is long.</summary>
    public static string From(string text)
    {
        var builder = new StringBuilder();
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, MaximumLength)))
        {
            if (char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator)
                builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                builder.Append(c);
        }

        return text.Length > MaximumLength ? builder.Append('…').ToString() : builder.ToString();
    }
}
