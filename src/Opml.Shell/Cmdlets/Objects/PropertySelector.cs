using System.Collections;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace Opml.Shell.Cmdlets.Objects;

/// <summary>One element of a -Property argument: a name or pattern, a script block, or a hashtable with a name and an expression.</summary>
/// <param name="Label">The name asked for; null to use the property's own.</param>
/// <param name="Expression">How to get the value.</param>
/// <param name="Descending">The order asked for in the hashtable, or null.</param>
internal sealed record PropertySelector(string? Label, PSPropertyExpression Expression, bool? Descending = null)
{
    /// <summary>The name that a result of this selector goes by.</summary>
    public string NameOf(PSPropertyExpression resolved) => Label ?? resolved.ToString();

    /// <summary>The first value on <paramref name="target"/>; null when there is none or when getting it failed.</summary>
    public object? ValueOf(PSObject target)
    {
        List<PSPropertyExpressionResult> results = Expression.GetValues(target);
        return results.Count > 0 && results[0].Exception is null ? results[0].Result : null;
    }

    /// <summary>True when <paramref name="target"/> has the property.</summary>
    public bool Exists(PSObject target) => Expression.Script is not null || Expression.ResolveNames(target).Count > 0;

    /// <summary>Parses a -Property argument.</summary>
    /// <exception cref="PSArgumentException">An element is none of the known forms.</exception>
    public static PropertySelector[] Parse(object?[]? arguments) => [.. (arguments ?? []).Select(ParseOne)];

    private static PropertySelector ParseOne(object? argument) => (argument is PSObject wrapped ? wrapped.BaseObject : argument) switch
    {
        ScriptBlock script => new(null, new PSPropertyExpression(script)),
        IDictionary table => ParseTable(table),
        { } other when other.ToString() is { Length: > 0 } name => new(null, new PSPropertyExpression(name)),
        _ => throw new PSArgumentException("-Property holds an empty element: give property names, script blocks or hashtables with Name and Expression."),
    };

    private static PropertySelector ParseTable(IDictionary table)
    {
        string? label = null;
        PSPropertyExpression? expression = null;
        bool? descending = null;
        foreach (DictionaryEntry entry in table)
        {
            string key = entry.Key.ToString() ?? "";
            object? value = entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
            if (IsShort(key, "Name") || IsShort(key, "Label")) label = value?.ToString();
            else if (IsShort(key, "Expression")) expression = value is ScriptBlock script ? new(script) : new(value?.ToString() ?? "");
            else if (IsShort(key, "Descending")) descending = LanguagePrimitives.IsTrue(value);
            else if (IsShort(key, "Ascending")) descending = !LanguagePrimitives.IsTrue(value);
            else throw new PSArgumentException($"The key '{key}' is not known in a -Property hashtable: use Name, Label, Expression, Ascending or Descending.");
        }

        return expression is not null || label is not null
            ? new(label, expression ?? new PSPropertyExpression(label!), descending)
            : throw new PSArgumentException("A -Property hashtable needs an Expression.");
    }

    private static bool IsShort(string key, string whole) => key.Length > 0 && whole.StartsWith(key, StringComparison.OrdinalIgnoreCase);
}
