using System.Globalization;
using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Objects;

/// <summary>Order and equality as PowerShell's operators have them; what cannot be compared is compared as text. Null comes first.</summary>
internal sealed class ObjectComparer(bool caseSensitive) : IComparer<object?>, IComparer<object?[]>
{
    public int Compare(object? x, object? y)
    {
        object? a = Plain(x), b = Plain(y);
        if (ReferenceEquals(a, b)) return 0;
        if (a is null || b is null) return a is null ? -1 : 1;
        if ((a is IComparable || b is IComparable) && LanguagePrimitives.TryCompare(a, b, !caseSensitive, CultureInfo.CurrentCulture, out int order)) return order;
        return string.Compare(
            PSObject.AsPSObject(x!).ToString(), PSObject.AsPSObject(y!).ToString(), CultureInfo.CurrentCulture, caseSensitive ? CompareOptions.None : CompareOptions.IgnoreCase);
    }

    public int Compare(object?[]? x, object?[]? y)
    {
        for (int i = 0; i < x!.Length; i++)
        {
            int order = Compare(x[i], y![i]);
            if (order != 0) return order;
        }

        return 0;
    }

    public bool Equals(object?[] x, object?[] y) => x.Length == y.Length && Compare(x, y) == 0;

    /// <summary>A key for a whole object: its properties when it is a property bag, itself otherwise.</summary>
    public static object?[] KeyOf(PSObject item) => item.BaseObject is PSCustomObject
        ? [.. item.Properties.SelectMany(static p => new[] { p.Name, p.Value })]
        : [item];

    private static object? Plain(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
