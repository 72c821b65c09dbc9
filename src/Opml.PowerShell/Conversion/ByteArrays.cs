using System.Collections;
using System.Management.Automation;

namespace Opml.PowerShell.Conversion;

/// <summary>Bytes as scripts give them: arrays of bytes, or of numbers from 0 to 255.</summary>
internal static class ByteArrays
{
    /// <summary>An object without PowerShell's wrapper.</summary>
    public static object Base(object value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    /// <summary>The bytes; null for anything else, an array of no numbers included.</summary>
    public static byte[]? From(object value)
    {
        if (value is byte[] bytes) return bytes;
        if (value is not IList list || list.Count == 0) return null;
        var converted = new byte[list.Count];
        for (int i = 0; i < converted.Length; i++)
        {
            object? item = list[i] is PSObject wrapped ? wrapped.BaseObject : list[i];
            if (item is not (byte or sbyte or short or ushort or int or uint or long or ulong)) return null;
            long number = item is ulong large ? (long)Math.Min(large, 256) : Convert.ToInt64(item, null);
            if (number is < 0 or > 255) return null;
            converted[i] = (byte)number;
        }
        return converted;
    }
}
