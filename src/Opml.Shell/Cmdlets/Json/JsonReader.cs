using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text.Json;

namespace Opml.Shell.Cmdlets.Json;

/// <summary>JSON to PowerShell objects: whole numbers to Int64 (larger ones to BigInteger), others to Double, ISO 8601 text to DateTime.</summary>
internal sealed class JsonReader(bool asHashtable, int depth)
{
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public object? Read(string text)
    {
        var options = new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = depth };
        using var document = JsonDocument.Parse(text, options);
        return Convert(document.RootElement);
    }

    private object? Convert(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => asHashtable ? Table(element) : Bag(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Convert).ToArray(),
        JsonValueKind.String => Text(element.GetString()!),
        JsonValueKind.Number => Number(element.GetRawText()),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private OrderedHashtable Table(JsonElement element)
    {
        var table = new OrderedHashtable();
        foreach (JsonProperty property in element.EnumerateObject()) table[property.Name] = Convert(property.Value);
        return table;
    }

    private PSObject Bag(JsonElement element)
    {
        var bag = new PSObject();
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.Name.Length == 0)
                throw new JsonException("The provided JSON includes a property whose name is an empty string: use -AsHashtable.");
            if (bag.Properties[property.Name] is { } before)
            {
                if (before.Name != property.Name)
                    throw new JsonException($"The JSON holds '{before.Name}' and '{property.Name}', which differ only in case: use -AsHashtable.");
                before.Value = Convert(property.Value);
                continue;
            }

            bag.Properties.Add(new PSNoteProperty(property.Name, Convert(property.Value)));
        }

        return bag;
    }

    private static object Number(string digits)
    {
        if (digits.AsSpan().ContainsAny('.', 'e', 'E')) return double.Parse(digits, CultureInfo.InvariantCulture);
        if (long.TryParse(digits, CultureInfo.InvariantCulture, out long whole)) return whole;
        return BigInteger.Parse(digits, CultureInfo.InvariantCulture);
    }

    private static object Text(string text)
    {
        bool dated = text.Length is >= 19 and <= 40 && text[4] == '-' && text[7] == '-' && text[10] == 'T';
        return dated && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime date) ? date : text;
    }
}
