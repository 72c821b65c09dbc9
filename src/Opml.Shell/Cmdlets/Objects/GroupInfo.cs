using System.Collections.ObjectModel;
using System.Management.Automation;

// The namespace is pwsh's: the engine's views and scripts name this type.
namespace Microsoft.PowerShell.Commands;

/// <summary>One group of Group-Object.</summary>
public sealed class GroupInfo
{
    internal GroupInfo(IReadOnlyList<object?> values, Collection<PSObject> group, int count)
    {
        Values = values;
        Group = group;
        Count = count;
        Name = string.Join(", ", values.Select(static value => value?.ToString() ?? ""));
    }

    /// <summary>The values that the members share.</summary>
    public IReadOnlyList<object?> Values { get; }

    /// <summary>The number of members.</summary>
    public int Count { get; }

    /// <summary>The members; empty with -NoElement.</summary>
    public Collection<PSObject> Group { get; }

    /// <summary>The values as text.</summary>
    public string Name { get; }
}
