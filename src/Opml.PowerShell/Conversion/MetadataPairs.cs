using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using Opml.Models.Sources;

namespace Opml.PowerShell.Conversion;

/// <summary>A hashtable of the user's as metadata.</summary>
internal static class MetadataPairs
{
    /// <summary>The pairs; in the keys' order when the table has none of its own.</summary>
    /// <exception cref="PSArgumentException">A key is no text, or a value of a type that GGUF does not have.</exception>
    public static ImmutableArray<MetadataEntry> From(IDictionary table)
    {
        var pairs = new List<MetadataEntry>();
        foreach (DictionaryEntry pair in table)
        {
            string key = pair.Key as string ?? throw new PSArgumentException($"The metadata key {pair.Key} is no text.");
            pairs.Add(new MetadataEntry(key, Value(key, pair.Value)));
        }
        return table is Hashtable ? [.. pairs.OrderBy(p => p.Key, StringComparer.Ordinal)] : [.. pairs];
    }

    private static object Value(string key, object? given)
    {
        object? value = given is PSObject wrapped ? wrapped.BaseObject : given;
        if (value is string || (value is Array { Rank: 1 } && value is not object[])) return value;
        if (value is object[] { Length: > 0 } items)
        {
            // What PowerShell makes of a, b, c: the items' own type, if they have one.
            object[] bare = [.. items.Select(item => Value(key, item))];
            Type type = bare[0].GetType();
            if (bare.Any(item => item.GetType() != type))
                throw new PSArgumentException($"The metadata '{key}' is a list of several types; cast it to one, such as [int[]].");
            Array list = Array.CreateInstance(type, bare.Length);
            bare.CopyTo(list, 0);
            return list;
        }
        return value is bool or byte or sbyte or short or ushort or int or uint or long or ulong or float or double
            ? value
            : throw new PSArgumentException($"The metadata '{key}' is {(value is null ? "null" : $"of type {value.GetType()}")}: texts, truth values, numbers and lists of one of these can be written.");
    }
}
