using System.Management.Automation;

// The namespace is pwsh's: the engine's views and scripts name this type.
namespace Microsoft.PowerShell.Commands;

/// <summary>One member that Get-Member found.</summary>
/// <param name="TypeName">The object's type.</param>
/// <param name="Name">The member's name.</param>
/// <param name="MemberType">Its kind.</param>
/// <param name="Definition">How it is declared.</param>
public sealed record MemberDefinition(string TypeName, string Name, PSMemberTypes MemberType, string Definition)
{
    /// <summary>The declaration.</summary>
    public override string ToString() => Definition;
}
